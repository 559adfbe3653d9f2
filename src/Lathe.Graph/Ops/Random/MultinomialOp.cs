using Lathe.Tensors;

namespace Lathe.Graph.Ops.Random;

/// <summary>Draws classes from unnormalised log-probabilities [N, C]; the highest of log-probability plus Gumbel noise wins.</summary>
internal sealed class MultinomialOp : OpDefinition
{
    public override string OpType => "Multinomial";

    public override bool IsRandom => true;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int rows = x.Shape[0], classes = x.Shape[1], samples = (int)context.Attributes.Int("sample_size", 1);
        double[] scores = Floating.Numbers(x);
        RandomKey key = NodeKey.Of(context);
        int[] drawn = new int[rows * samples];
        for (int i = 0; i < drawn.Length; i++)
        {
            double best = double.NegativeInfinity;
            for (int c = 0; c < classes; c++)
            {
                // A draw of 0 would make the noise infinite.
                double uniform = Math.Max(key.Uniform((ulong)(((long)i * classes) + c)), 1e-12f);
                double score = scores[(i / samples * classes) + c] - Math.Log(-Math.Log(uniform));
                (best, drawn[i]) = score > best ? (score, c) : (best, drawn[i]);
            }
        }

        DType type = OnnxTypes.FromCode((int)context.Attributes.Int("dtype", 6), context.Node.Describe());
        return [Functions.Cast(Tensor.From<int>(drawn, new Shape(rows, samples)), type)];
    }
}
