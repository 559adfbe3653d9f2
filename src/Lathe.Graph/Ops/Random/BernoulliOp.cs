using Lathe.Tensors;

namespace Lathe.Graph.Ops.Random;

/// <summary>1 with the probability that the input gives, else 0.</summary>
internal sealed class BernoulliOp : OpDefinition
{
    public override string OpType => "Bernoulli";

    public override bool IsRandom => true;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        DType type = context.Attributes.Has("dtype") ? OnnxTypes.FromCode((int)context.Attributes.Int("dtype", 1), context.Node.Describe()) : x.DType;
        double[] probabilities = Floating.Numbers(x);
        float[] draws = new float[probabilities.Length];
        NodeKey.Of(context).FillUniform(draws);
        bool[] hits = [.. draws.Zip(probabilities, (draw, p) => draw < p)];
        return [Functions.Cast(Tensor.From<bool>(hits, x.Shape), type)];
    }
}
