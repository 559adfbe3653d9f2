using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Compression.Gating;

/// <summary>1 where a logit is above zero, else 0; backwards it is the logistic function.</summary>
internal static class HardGate
{
    public static Tensor Apply(Tensor logits)
    {
        float[] values = logits.ToArray<float>();
        Tensor gate = Tensor.From<float>(Array.ConvertAll(values, v => v > 0 ? 1f : 0f), logits.Shape);
        if (GradientTape.Wants(logits))
        {
            GradientTape.Record(new LogisticNode(values), [logits], gate);
        }

        return gate;
    }

    private sealed class LogisticNode(float[] logits) : TapeNode
    {
        public override string Name => "HardGate";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            float[] gradient = outputGradients[0]!.ToArray<float>();
            for (int i = 0; i < gradient.Length; i++)
            {
                double s = 1 / (1 + Math.Exp(-logits[i]));
                gradient[i] *= (float)(s * (1 - s));
            }

            inputs.Accumulate(0, Tensor.From<float>(gradient, outputGradients[0]!.Shape));
        }
    }
}
