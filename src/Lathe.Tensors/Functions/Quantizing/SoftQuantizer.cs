using System.Numerics;
using Lathe.Tensors.Kernels.Managed;

namespace Lathe.Tensors.Quantizing;

/// <summary>
/// Differentiable soft quantization (Gong et al. 2019) of the range up to a learned limit A with steps A / high: every step is a tanh whose
/// steepness follows from B, the share by which it misses its ends. Hard values round, with the gradients of the soft ones.
/// </summary>
internal readonly struct SoftQuantizer(float low, float high, bool hard) : IElementQuantizer
{
    public Vector<float> Value(Vector<float> x, in QuantizerLanes p)
    {
        Vector<float> step = p.A / new Vector<float>(high);
        if (hard)
        {
            return Vector.Min(Vector.Max(Vector.Round(x / step), new Vector<float>(low)), new Vector<float>(high)) * step;
        }

        Stair stair = At(x, p);
        return Vector.Min(Vector.Max(stair.Height, new Vector<float>(low)), new Vector<float>(high)) * step;
    }

    public Vector<float> Slope(Vector<float> x, in QuantizerLanes p)
    {
        Stair stair = At(x, p);
        return Vector.ConditionalSelect(stair.Inside, stair.SlopePlace, Vector<float>.Zero);
    }

    // Q = D h(x / D, B) with D = A / high, so dQ/dA = (h - v h_v) / high inside and the limits' own slope outside.
    public Vector<float> SlopeA(Vector<float> x, in QuantizerLanes p)
    {
        Stair stair = At(x, p);
        Vector<float> limit = Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), new Vector<float>(low), new Vector<float>(high));
        return Vector.ConditionalSelect(stair.Inside, stair.Height - (stair.Place * stair.SlopePlace), limit) / new Vector<float>(high);
    }

    public Vector<float> SlopeB(Vector<float> x, in QuantizerLanes p)
    {
        Stair stair = At(x, p);
        return Vector.ConditionalSelect(stair.Inside, stair.SlopeShare * p.A / new Vector<float>(high), Vector<float>.Zero);
    }

    private Stair At(Vector<float> x, in QuantizerLanes p)
    {
        Vector<float> one = Vector<float>.One, two = new(2), half = new(0.5f);
        Vector<float> v = x * new Vector<float>(high) / p.A;
        Vector<float> floor = Vector.Min(Vector.Max(Vector.Floor(v), new Vector<float>(low)), new Vector<float>(high - 1));
        Vector<float> offset = v - floor - half;
        Vector<float> steepness = Vector.Log((two / p.B) - one), scale = one / (one - p.B);
        Vector<float> t = VectorMath.Tanh(steepness * offset), sech = one - (t * t);
        return new Stair
        {
            Place = v,
            Inside = Vector.GreaterThanOrEqual(v, new Vector<float>(low)) & Vector.LessThanOrEqual(v, new Vector<float>(high)),
            Height = floor + (((scale * t) + one) * half),
            SlopePlace = scale * steepness * sech * half,
            SlopeShare = half * ((scale * scale * t) - (scale * sech * offset * (two / (p.B * (two - p.B))))),
        };
    }

    private readonly struct Stair
    {
        public Vector<float> Place { get; init; }

        public Vector<int> Inside { get; init; }

        public Vector<float> Height { get; init; }

        public Vector<float> SlopePlace { get; init; }

        public Vector<float> SlopeShare { get; init; }
    }
}
