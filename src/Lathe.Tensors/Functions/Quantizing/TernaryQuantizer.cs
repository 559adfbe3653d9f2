using System.Numerics;
using Lathe.Tensors.Kernels.Managed;

namespace Lathe.Tensors.Quantizing;

/// <summary>
/// <c>A above a threshold, -B below its negative, else 0</c> (Zhu et al. 2017); the gradient of a latent weight is scaled by the factor of
/// its third, those of A and B are the sums over theirs.
/// </summary>
internal readonly struct TernaryQuantizer(float threshold) : IElementQuantizer
{
    public Vector<float> Value(Vector<float> x, in QuantizerLanes p) =>
        Vector.ConditionalSelect(Above(x), p.A, Vector.ConditionalSelect(Below(x), -p.B, Vector<float>.Zero));

    public Vector<float> Slope(Vector<float> x, in QuantizerLanes p) =>
        Vector.ConditionalSelect(Above(x), p.A, Vector.ConditionalSelect(Below(x), p.B, Vector<float>.One));

    public Vector<float> SlopeA(Vector<float> x, in QuantizerLanes p) => VectorMath.OneWhere(Above(x));

    public Vector<float> SlopeB(Vector<float> x, in QuantizerLanes p) => -VectorMath.OneWhere(Below(x));

    private Vector<int> Above(Vector<float> x) => Vector.GreaterThan(x, new Vector<float>(threshold));

    private Vector<int> Below(Vector<float> x) => Vector.LessThan(x, new Vector<float>(-threshold));
}
