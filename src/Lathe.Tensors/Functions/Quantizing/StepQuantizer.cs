using System.Numerics;
using Lathe.Tensors.Kernels.Managed;

namespace Lathe.Tensors.Quantizing;

/// <summary>
/// Uniform codes of step A: <c>clamp(round(x / A), low, high) A</c>. The element's gradient passes where <c>x / A</c> lies between low and
/// high, widened by a margin; the step's is <c>round(v) - v</c> there and the limit beyond (Esser et al. 2020).
/// </summary>
internal readonly struct StepQuantizer(float low, float high, float margin) : IElementQuantizer
{
    public Vector<float> Value(Vector<float> x, in QuantizerLanes p) =>
        Vector.Min(Vector.Max(Vector.Round(x / p.A), new Vector<float>(low)), new Vector<float>(high)) * p.A;

    public Vector<float> Slope(Vector<float> x, in QuantizerLanes p) => VectorMath.OneWhere(Inside(x / p.A));

    public Vector<float> SlopeA(Vector<float> x, in QuantizerLanes p)
    {
        Vector<float> v = x / p.A;
        Vector<float> limit = Vector.Min(Vector.Max(v, new Vector<float>(low)), new Vector<float>(high));
        return Vector.ConditionalSelect(Inside(v), Vector.Round(v) - v, limit);
    }

    public Vector<float> SlopeB(Vector<float> x, in QuantizerLanes p) => Vector<float>.Zero;

    private Vector<int> Inside(Vector<float> v) =>
        Vector.GreaterThan(v, new Vector<float>(low - margin)) & Vector.LessThan(v, new Vector<float>(high + margin));
}
