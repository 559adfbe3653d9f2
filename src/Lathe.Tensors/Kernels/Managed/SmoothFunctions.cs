using System.Numerics;
using static Lathe.Tensors.Kernels.Managed.VectorMath;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Sigmoid-like activations.</summary>
internal static class SmoothFunctions
{
    public readonly struct Sigmoid : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => VectorMath.Sigmoid(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => y * (Vector<float>.One - y);
    }

    public readonly struct Tanh : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => VectorMath.Tanh(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => Vector<float>.One - (y * y);
    }

    public readonly struct Gelu : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Constant(0.5f) * x * (Vector<float>.One + Erf(x * Constant(0.70710678f)));

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => (Constant(0.5f) * (Vector<float>.One + Erf(x * Constant(0.70710678f)))) + (x * Constant(0.39894228f) * Vector.Exp(Constant(-0.5f) * x * x));
    }

    public readonly struct GeluTanh : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => Constant(0.5f) * x * (Vector<float>.One + VectorMath.Tanh(Constant(0.79788456f) * (x + (Constant(0.044715f) * x * x * x))));

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => GeluTanhSlope(x);
    }

    public readonly struct Swish : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => x * VectorMath.Sigmoid(alpha * x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => VectorMath.Sigmoid(alpha * x) + (alpha * x * VectorMath.Sigmoid(alpha * x) * (Vector<float>.One - VectorMath.Sigmoid(alpha * x)));
    }

    public readonly struct Softplus : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => VectorMath.Softplus(x);

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => VectorMath.Sigmoid(x);
    }

    public readonly struct Mish : IUnaryFunction
    {
        public static Vector<float> Apply(Vector<float> x, Vector<float> alpha, Vector<float> beta) => x * VectorMath.Tanh(VectorMath.Softplus(x));

        public static Vector<float> Slope(Vector<float> x, Vector<float> y, Vector<float> alpha, Vector<float> beta) => MishSlope(x);
    }

    private static Vector<float> GeluTanhSlope(Vector<float> x)
    {
        Vector<float> t = VectorMath.Tanh(Constant(0.79788456f) * (x + (Constant(0.044715f) * x * x * x)));
        Vector<float> inner = Constant(0.79788456f) * (Vector<float>.One + (Constant(3 * 0.044715f) * x * x));
        return (Constant(0.5f) * (Vector<float>.One + t)) + (Constant(0.5f) * x * (Vector<float>.One - (t * t)) * inner);
    }

    private static Vector<float> MishSlope(Vector<float> x)
    {
        Vector<float> t = VectorMath.Tanh(VectorMath.Softplus(x));
        return t + (x * VectorMath.Sigmoid(x) * (Vector<float>.One - (t * t)));
    }
}
