using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>
/// Signs. Mode <c>sign</c>: -1 or 1, gradient where |x| is at most 1 (BNN; Hubara et al. 2016). Mode <c>connect</c>: the gradient passes everywhere
/// (BinaryConnect; Courbariaux et al. 2015), with <c>stochastic</c> drawn in training with the hard sigmoid's probability. Mode <c>scaled</c>: times the
/// mean magnitude of each index of <c>axis</c> (XNOR-Net; Rastegari et al. 2016). Weights stay within [-1, 1] while training.
/// </summary>
internal sealed class BinarizeOp : QuantizerOp
{
    public override string OpType => "Binarize";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        Hold(context, x, -1, 1);
        string mode = context.Attributes.Text("mode", "sign");
        if (mode == "scaled")
        {
            int axis = (int)context.Attributes.Int("axis", -1);
            float[] scales = ChannelMagnitudes.Mean(x.ToArray<float>(), x.Shape, axis);
            return [Functions.SignQuantize(x, scales, 1, (float)scales.Length / Math.Max(1, x.Count), Math.Max(0, axis))];
        }

        bool connect = mode == "connect";
        Tensor seen = connect && context.Training && context.Attributes.Int("stochastic", 0) != 0 ? Functions.Add(x, Noise(context.Key, x.Shape)) : x;
        return [Functions.SignQuantize(seen, [1], connect ? float.PositiveInfinity : 1)];
    }

    // x + u with u uniform in [-1, 1) is positive with probability clip((x + 1) / 2, 0, 1).
    private static Tensor Noise(RandomKey key, Shape shape)
    {
        Tensor noise = Tensor.Empty(shape);
        key.FillUniform(noise.AsSpan<float>(), -1, 1);
        return noise;
    }
}
