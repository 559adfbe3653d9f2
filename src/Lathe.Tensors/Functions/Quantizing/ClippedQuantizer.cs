using System.Numerics;
using Lathe.Tensors.Kernels.Managed;

namespace Lathe.Tensors.Quantizing;

/// <summary>
/// Codes of the range up to a learned limit A (PACT; Choi et al. 2018): step <c>A / high</c>; the limit's gradient comes from what is clipped.
/// A low of 0 serves rectified values, a low of -high signed ones.
/// </summary>
internal readonly struct ClippedQuantizer(float low, float high) : IElementQuantizer
{
    public Vector<float> Value(Vector<float> x, in QuantizerLanes p)
    {
        Vector<float> step = p.A / new Vector<float>(high);
        return Vector.Min(Vector.Max(Vector.Round(x / step), new Vector<float>(low)), new Vector<float>(high)) * step;
    }

    public Vector<float> Slope(Vector<float> x, in QuantizerLanes p) =>
        VectorMath.OneWhere(Vector.GreaterThanOrEqual(x, Lowest(p)) & Vector.LessThan(x, p.A));

    public Vector<float> SlopeA(Vector<float> x, in QuantizerLanes p)
    {
        Vector<float> above = VectorMath.OneWhere(Vector.GreaterThanOrEqual(x, p.A));
        return low < 0 ? above - VectorMath.OneWhere(Vector.LessThan(x, Lowest(p))) : above;
    }

    public Vector<float> SlopeB(Vector<float> x, in QuantizerLanes p) => Vector<float>.Zero;

    private Vector<float> Lowest(in QuantizerLanes p) => p.A * new Vector<float>(low / high);
}
