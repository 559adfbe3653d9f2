using System.Numerics;

namespace Lathe.Tensors.Quantizing;

/// <summary>The parameters of a quantizer for the channel at hand, spread over a vector.</summary>
internal readonly struct QuantizerLanes(float a, float b)
{
    public readonly Vector<float> A = new(a);

    public readonly Vector<float> B = new(b);
}
