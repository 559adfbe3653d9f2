using System.Numerics;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>The functions of <see cref="BinaryOp"/>.</summary>
internal static class BinaryFunctions
{
    public readonly struct Add : IBinaryFunction
    {
        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a + b;
    }

    public readonly struct Subtract : IBinaryFunction
    {
        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a - b;
    }

    public readonly struct Multiply : IBinaryFunction
    {
        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a * b;
    }

    public readonly struct Divide : IBinaryFunction
    {
        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => a / b;
    }

    public readonly struct Power : IBinaryFunction
    {
        // No vector form is exact enough for negative bases and integer powers.
        public static Vector<float> Apply(Vector<float> a, Vector<float> b)
        {
            Span<float> values = stackalloc float[Vector<float>.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = MathF.Pow(a[i], b[i]);
            }

            return new Vector<float>(values);
        }
    }

    public readonly struct Minimum : IBinaryFunction
    {
        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => Vector.Min(a, b);
    }

    public readonly struct Maximum : IBinaryFunction
    {
        public static Vector<float> Apply(Vector<float> a, Vector<float> b) => Vector.Max(a, b);
    }
}
