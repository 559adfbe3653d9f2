using System.Numerics;
using System.Runtime.CompilerServices;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Vector forms of the transcendental functions activations need.</summary>
internal static class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Constant(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-x));

    /// <summary>tanh by <c>1 - 2 / (exp(2x) + 1)</c>, and by its series near zero where that cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> large = Vector<float>.One - (Constant(2) / (Vector.Exp(x + x) + Vector<float>.One));
        Vector<float> square = x * x;
        Vector<float> small = x + (x * square * (Constant(-1f / 3) + (square * (Constant(2f / 15) + (square * (Constant(-17f / 315) + (square * Constant(62f / 2835))))))));
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), Constant(0.25f)), small, large);
    }

    /// <summary>
    /// The error function: its Taylor series below 1, <c>1 - exp(-x^2) P(1 / (1 + x / 2))</c> (Numerical Recipes erfc) above; relative error about 1e-7.
    /// </summary>
    public static Vector<float> Erf(Vector<float> x)
    {
        Vector<float> a = Vector.Min(Vector.Abs(x), Constant(6));
        Vector<float> t = Vector<float>.One / (Vector<float>.One + (a * 0.5f));
        Vector<float> p = Constant(0.17087277f);
        p = (p * t) + Constant(-0.82215223f);
        p = (p * t) + Constant(1.48851587f);
        p = (p * t) + Constant(-1.13520398f);
        p = (p * t) + Constant(0.27886807f);
        p = (p * t) + Constant(-0.18628806f);
        p = (p * t) + Constant(0.09678418f);
        p = (p * t) + Constant(0.37409196f);
        p = (p * t) + Constant(1.00002368f);
        p = (p * t) + Constant(-1.26551223f);
        Vector<float> large = Vector<float>.One - (t * Vector.Exp(p - (a * a)));
        Vector<float> s = a * a;
        Vector<float> q = Constant(-1f / 75600);
        q = (q * s) + Constant(1f / 9360);
        q = (q * s) + Constant(-1f / 1320);
        q = (q * s) + Constant(1f / 216);
        q = (q * s) + Constant(-1f / 42);
        q = (q * s) + Constant(1f / 10);
        q = (q * s) + Constant(-1f / 3);
        q = (q * s) + Vector<float>.One;
        Vector<float> small = q * a * Constant(1.1283791671f);
        Vector<float> magnitude = Vector.ConditionalSelect(Vector.LessThan(a, Constant(0.9f)), small, large);
        Vector<float> signed = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -magnitude, magnitude);
        return Vector.ConditionalSelect(Vector.Equals(x, x), signed, x);
    }

    /// <summary>log(1 + exp x) without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Softplus(Vector<float> x) =>
        Vector.Max(x, Vector<float>.Zero) + Vector.Log(Vector<float>.One + Vector.Exp(-Vector.Abs(x)));

    /// <summary>1 where the mask is set, else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> OneWhere(Vector<int> mask) => Vector.ConditionalSelect(mask, Vector<float>.One, Vector<float>.Zero);
}
