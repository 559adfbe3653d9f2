using Lathe.Tensors.Autograd;

namespace Lathe.Tensors;

/// <content>Quantized gradients.</content>
public static unsafe partial class Functions
{
    /// <summary>
    /// The identity, whose gradient is quantized to <paramref name="bits"/> bits with random rounding (DoReFa-Net; Zhou et al. 2016):
    /// <c>2 m (round(n (g / 2m + 1/2 + noise)) / n - 1/2)</c>, with m the largest magnitude of a sample's gradient, <c>n = 2^bits - 1</c> and noise uniform
    /// in <c>(-1/2n, 1/2n)</c>.
    /// </summary>
    public static Tensor QuantizeGradient(Tensor x, int bits, RandomKey key)
    {
        RequireFloat32("QuantizeGradient", x);
        Tensor y = x.Alias(x.Shape, x.Layout);
        if (GradientTape.Wants(x))
        {
            GradientTape.Record(new GradientQuantizerNode(bits, key), [x], y);
        }

        return y;
    }

    private sealed class GradientQuantizerNode(int bits, RandomKey key) : TapeNode
    {
        public override string Name => "QuantizeGradient";

        public override void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs)
        {
            using Tensor dy = RowMajor(outputGradients[0]!);
            Tensor dx = Tensor.Empty(dy.Shape);
            int samples = dy.Rank == 0 ? 1 : dy.Shape[0], each = samples == 0 ? 0 : dy.Count / samples;
            float levels = (1L << bits) - 1;
            using Tensor noise = Tensor.Empty(dy.Shape);
            key.FillUniform(noise.AsSpan<float>(), -0.5f / levels, 0.5f / levels);
            for (int n = 0; n < samples; n++)
            {
                ReadOnlySpan<float> g = dy.AsSpan<float>().Slice(n * each, each), drawn = noise.AsSpan<float>().Slice(n * each, each);
                Span<float> result = dx.AsSpan<float>().Slice(n * each, each);
                float most = 0;
                foreach (float value in g)
                {
                    most = Math.Max(most, Math.Abs(value));
                }

                for (int i = 0; i < each; i++)
                {
                    float code = most == 0 ? 0 : MathF.Round(Math.Clamp((g[i] / (2 * most)) + 0.5f + drawn[i], 0, 1) * levels);
                    result[i] = most == 0 ? 0 : 2 * most * ((code / levels) - 0.5f);
                }
            }

            inputs.Accumulate(0, dx);
        }
    }
}
