using System.Numerics;
using static Lathe.Tensors.Kernels.Managed.VectorMath;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Arithmetic and elementary functions.</summary>
internal static class BasicFunctions
{
    public readonly struct Exp : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Exp(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => y;
    }

    public readonly struct Log : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Log(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.One / x;
    }

    public readonly struct Sqrt : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.SquareRoot(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Constant(0.5f) / y;
    }

    public readonly struct Reciprocal : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector<float>.One / x;

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => -(y * y);
    }

    public readonly struct Negate : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => -x;

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Constant(-1);
    }

    public readonly struct Abs : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Abs(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Sign.Apply(x, alpha, beta);
    }

    public readonly struct ErrorFunction : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Erf(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Constant(1.1283791671f) * Vector.Exp(-(x * x));
    }

    public readonly struct Square : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => x * x;

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => x + x;
    }

    public readonly struct Floor : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Floor(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.Zero;
    }

    public readonly struct Ceiling : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Ceiling(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.Zero;
    }

    public readonly struct Round : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Round(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.Zero;
    }

    public readonly struct Sign : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.Equals(x, x), OneWhere(Vector.GreaterThan(x, Vector<float>.Zero)) - OneWhere(Vector.LessThan(x, Vector<float>.Zero)), x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.Zero;
    }

    public readonly struct Sin : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Sin(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector.Cos(x);
    }

    public readonly struct Cos : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Cos(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => -Vector.Sin(x);
    }

    public readonly struct Affine : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => (alpha * x) + beta;

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => alpha;
    }
}
