using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.MatMul;

namespace Lathe.Tensors.OneDnn.Tests;

public sealed unsafe class OneDnnMatMulTests
{
    private const double Tolerance = 2e-5;

    public static IEnumerable<object[]> Cases =>
        from size in new[] { (1, 1, 1), (3, 5, 7), (16, 10, 33), (64, 64, 64), (97, 130, 61) }
        from transposes in new[] { (false, false), (true, false), (false, true), (true, true) }
        from choice in new[] { "Sgemm", "Primitive", "Default" }
        select new object[] { size.Item1, size.Item2, size.Item3, transposes.Item1, transposes.Item2, choice };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Gemm_AnyShape_MatchesTheDefinition(int m, int n, int k, bool transposeA, bool transposeB, string choice)
    {
        IMatMulKernels kernels = Kernels(choice);
        foreach ((float beta, Activation activation, bool biased, int batch, bool sharedB) in new[]
        {
            (0f, Activation.Identity, false, 1, false), (1f, Activation.Relu, true, 3, true), (0f, Activation.Relu6, true, 2, false), (0.5f, Activation.Identity, true, 1, false),
        })
        {
            Compare(kernels, m, n, k, transposeA, transposeB, batch, sharedB, beta, activation, biased, DType.Float32);
        }
    }

    [SkippableTheory]
    [InlineData(5, 9, 17)]
    [InlineData(64, 33, 40)]
    public void Gemm_BFloat16Inputs_MatchesTheDefinition(int m, int n, int k)
        => Compare(Kernels("Default"), m, n, k, true, false, 2, false, 0, Activation.Relu, true, DType.BFloat16);

    private static void Compare(IMatMulKernels kernels, int m, int n, int k, bool transposeA, bool transposeB, int batch, bool sharedB, float beta, Activation activation, bool biased, DType type)
    {
        int leadingA = (transposeA ? m : k) + 3, leadingB = (transposeB ? k : n) + 2, leadingC = n + 1;
        long strideA = (long)leadingA * (transposeA ? k : m), strideB = (long)leadingB * (transposeB ? n : k), strideC = (long)leadingC * m;
        using var a = AlignedBuffer.Random(strideA * batch, 1);
        using var b = AlignedBuffer.Random(strideB * (sharedB ? 1 : batch), 2);
        using var bias = AlignedBuffer.Random(n, 3);
        using var c = AlignedBuffer.Random(strideC * batch, 4);
        using AlignedBuffer expected = c.Copy();
        using AlignedBuffer? aHalf = type == DType.BFloat16 ? a.RoundToBFloat16() : null;
        using AlignedBuffer? bHalf = type == DType.BFloat16 ? b.RoundToBFloat16() : null;
        var arguments = new GemmArguments
        {
            M = m, N = n, K = k, TransposeA = transposeA, TransposeB = transposeB, A = (aHalf ?? a).Pointer, B = (bHalf ?? b).Pointer, C = c.Pointer,
            LeadingA = leadingA, LeadingB = leadingB, LeadingC = leadingC, Alpha = 1, Beta = beta, Bias = biased ? bias.Pointer : null, Activation = activation,
            Batch = batch, StrideA = strideA, StrideB = sharedB ? 0 : strideB, StrideC = strideC, InputType = type,
        };
        kernels.Gemm(arguments);
        for (int i = 0; i < batch; i++)
        for (int row = 0; row < m; row++)
        for (int column = 0; column < n; column++)
        {
            double sum = biased ? bias.Pointer[column] : 0;
            for (int depth = 0; depth < k; depth++)
            {
                float left = a.Pointer[(i * strideA) + (transposeA ? ((long)depth * leadingA) + row : ((long)row * leadingA) + depth)];
                float right = b.Pointer[(i * arguments.StrideB) + (transposeB ? ((long)column * leadingB) + depth : ((long)depth * leadingB) + column)];
                sum += (double)left * right;
            }

            float* target = expected.Pointer + (i * strideC) + ((long)row * leadingC) + column;
            double value = sum + (beta * *target);
            *target = (float)(activation == Activation.Relu ? Math.Max(value, 0) : activation == Activation.Relu6 ? Math.Clamp(value, 0, 6) : value);
        }

        c.ShouldMatch(expected, Tolerance, $"[{m},{k}]x[{k},{n}], beta {beta}, {activation}, batch {batch}");
    }

    private static IMatMulKernels Kernels(string choice) => choice == "Default"
        ? OneDnnFixture.Backend.MatMul
        : new OneDnnMatMul(OneDnnFixture.Context, OneDnnFixture.Managed, (in GemmArguments _) => Enum.Parse<MatMulChoice>(choice));
}
