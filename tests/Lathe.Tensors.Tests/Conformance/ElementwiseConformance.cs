using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>What elementwise functions, conversions and transposes must compute.</summary>
[Trait("Category", "SimdSensitive")]
public abstract unsafe class ElementwiseConformance
{
    protected abstract KernelBackend Backend { get; }

    /// <summary>Functions with a definition in the math library.</summary>
    public static TheoryData<UnaryOp> Functions =>
    [
        UnaryOp.Relu, UnaryOp.Sigmoid, UnaryOp.Tanh, UnaryOp.Exp, UnaryOp.Log, UnaryOp.Sqrt, UnaryOp.Reciprocal, UnaryOp.Negate, UnaryOp.Abs,
        UnaryOp.Square, UnaryOp.Floor, UnaryOp.Ceiling, UnaryOp.Round, UnaryOp.Sign, UnaryOp.Sin, UnaryOp.Cos, UnaryOp.Softplus,
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Unary_MatchesMathLibrary(UnaryOp op)
    {
        const int Count = 1003;
        bool positive = op is UnaryOp.Log or UnaryOp.Sqrt or UnaryOp.Reciprocal;
        using KernelBuffer x = KernelBuffer.Random(Count, 1, positive ? 0.01f : -12, 12), y = new(Count);
        Backend.Elementwise.Unary(op, Count, x.Pointer, y.Pointer);
        for (int i = 0; i < Count; i++)
        {
            double expected = Definition(op, x[i]);
            (Math.Abs(y[i] - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected))).ShouldBeTrue($"{op}({x[i]}) is {y[i]}, expected {expected}");
        }
    }

    [Theory]
    [InlineData(UnaryOp.Relu)]
    [InlineData(UnaryOp.Sigmoid)]
    [InlineData(UnaryOp.Tanh)]
    [InlineData(UnaryOp.Exp)]
    [InlineData(UnaryOp.Sqrt)]
    [InlineData(UnaryOp.Abs)]
    public void Unary_SpecialNumbers_MatchMathLibrary(UnaryOp op)
    {
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, 200, -200, 88, -88, float.NaN, 1, -1];
        using KernelBuffer x = new(special.Length), y = new(special.Length);
        special.CopyTo(x.Span);
        Backend.Elementwise.Unary(op, special.Length, x.Pointer, y.Pointer);
        for (int i = 0; i < special.Length; i++)
        {
            float expected = (float)Definition(op, special[i]);
            (y[i].Equals(expected) || Math.Abs(y[i] - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected))).ShouldBeTrue($"{op}({special[i]}) is {y[i]}, expected {expected}");
        }
    }

    [Theory]
    [InlineData(new[] { 5, 7 }, new[] { 1, 0 })]
    [InlineData(new[] { 2, 17, 5, 3 }, new[] { 0, 2, 3, 1 })]
    [InlineData(new[] { 2, 5, 3, 17 }, new[] { 0, 3, 1, 2 })]
    [InlineData(new[] { 3, 1, 4, 5, 2 }, new[] { 4, 2, 0, 3, 1 })]
    [InlineData(new[] { 130, 67 }, new[] { 1, 0 })]
    [InlineData(new[] { 4, 6, 8 }, new[] { 1, 0, 2 })]
    public void Permute_MatchesDefinition(int[] dimensions, int[] permutation)
    {
        int count = dimensions.Aggregate(1, (a, b) => a * b);
        foreach (int size in new[] { 1, 2, 4, 8 })
        {
            byte[] x = new byte[count * size], y = new byte[count * size];
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = (byte)RandomKey.FromSeed(1).Bits((ulong)i);
            }

            fixed (byte* source = x, target = y)
            {
                Backend.Layout.Permute(dimensions, permutation, size, source, target);
            }

            for (int to = 0; to < count; to++)
            {
                int from = Source(dimensions, permutation, to);
                y.AsSpan(to * size, size).SequenceEqual(x.AsSpan(from * size, size)).ShouldBeTrue($"element {to} of size {size}");
            }
        }
    }

    private static int Source(int[] dimensions, int[] permutation, int to)
    {
        int[] index = new int[dimensions.Length];
        for (int d = permutation.Length - 1; d >= 0; d--)
        {
            index[permutation[d]] = to % dimensions[permutation[d]];
            to /= dimensions[permutation[d]];
        }

        int from = 0;
        for (int d = 0; d < dimensions.Length; d++)
        {
            from = (from * dimensions[d]) + index[d];
        }

        return from;
    }

    private static double Definition(UnaryOp op, double x) => op switch
    {
        UnaryOp.Relu => x < 0 ? 0 : x,
        UnaryOp.Sigmoid => 1 / (1 + Math.Exp(-x)),
        UnaryOp.Tanh => Math.Tanh(x),
        UnaryOp.Exp => Math.Exp(x),
        UnaryOp.Log => Math.Log(x),
        UnaryOp.Sqrt => Math.Sqrt(x),
        UnaryOp.Reciprocal => 1 / x,
        UnaryOp.Negate => -x,
        UnaryOp.Abs => Math.Abs(x),
        UnaryOp.Square => x * x,
        UnaryOp.Floor => Math.Floor(x),
        UnaryOp.Ceiling => Math.Ceiling(x),
        UnaryOp.Round => Math.Round(x),
        UnaryOp.Sign => Math.Sign(x),
        UnaryOp.Sin => Math.Sin(x),
        UnaryOp.Cos => Math.Cos(x),
        UnaryOp.Softplus => Math.Log(1 + Math.Exp(x)),
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, "has no definition here"),
    };
}
