using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Compression.Sparsity.Movement;

/// <summary>A weight under a mask whose gradient passes as if there were none: pruned elements can earn their way back.</summary>
internal static class StraightThroughMask
{
    /// <summary>The weight with its pruned elements at zero.</summary>
    public static Tensor Apply(Tensor weight, bool[] kept)
    {
        Tensor masked = weight.Clone();
        Span<float> values = masked.AsSpan<float>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = kept[i] ? values[i] : 0;
        }

        if (GradientTape.Wants(weight))
        {
            GradientTape.Record(new PassNode(), [weight], masked);
        }

        return masked;
    }

    private sealed class PassNode : TapeNode
    {
        public override string Name => "StraightThroughMask";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs) => inputs.Accumulate(0, outputGradients[0]!.Retain());
    }
}
