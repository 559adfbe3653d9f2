using System.Numerics;
using static Lathe.Tensors.Kernels.Managed.VectorMath;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Piecewise linear and exponential-tail activations.</summary>
internal static class RectifierFunctions
{
    public readonly struct Relu : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), Vector<float>.Zero, x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => OneWhere(Vector.GreaterThan(y, Vector<float>.Zero));
    }

    public readonly struct LeakyRelu : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), alpha * x, x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), alpha, Vector<float>.One);
    }

    public readonly struct Clip : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThan(x, alpha), alpha, Vector.ConditionalSelect(Vector.GreaterThan(x, beta), beta, x));

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => OneWhere(Vector.GreaterThan(x, alpha) & Vector.LessThan(x, beta));
    }

    public readonly struct HardSigmoid : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.Min(Vector.Max((alpha * x) + beta, Vector<float>.Zero), Vector<float>.One);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero) & Vector.LessThan(y, Vector<float>.One), alpha, Vector<float>.Zero);
    }

    public readonly struct HardSwish : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => x * Vector.Min(Vector.Max((x * Constant(1f / 6)) + Constant(0.5f), Vector<float>.Zero), Vector<float>.One);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThanOrEqual(x, Constant(-3)), Vector<float>.Zero, Vector.ConditionalSelect(Vector.GreaterThanOrEqual(x, Constant(3)), Vector<float>.One, (x * Constant(1f / 3)) + Constant(0.5f)));
    }

    public readonly struct Elu : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), alpha * (Vector.Exp(x) - Vector<float>.One), x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), alpha * Vector.Exp(x), Vector<float>.One);
    }

    public readonly struct Selu : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => beta * Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), alpha * (Vector.Exp(x) - Vector<float>.One), x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => beta * Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), alpha * Vector.Exp(x), Vector<float>.One);
    }

    public readonly struct Softsign : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => x / (Vector<float>.One + Vector.Abs(x));

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.One / ((Vector<float>.One + Vector.Abs(x)) * (Vector<float>.One + Vector.Abs(x)));
    }
}
