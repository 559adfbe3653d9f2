using Lathe.Tensors;

namespace Lathe.Graph.Ops.Signal;

/// <summary>Triangular filters on the mel scale, [spectrogram bins, mel bins].</summary>
internal sealed class MelWeightMatrixOp : OpDefinition
{
    public override string OpType => "MelWeightMatrix";

    public override int MinInputs => 5;

    public override int MaxInputs => 5;

    public override Tensor[] Forward(ForwardContext context)
    {
        int mels = SignalLength.Checked(context.Node, context.Integers(0)![0]), length = SignalLength.Checked(context.Node, context.Integers(1)![0]), bins = (length / 2) + 1;
        long[] edges = Edges(mels, length, context.Integers(2)![0], Floating.Number(context.Input(3)), Floating.Number(context.Input(4)));
        var shape = new Shape(bins, mels);
        SignalLength.Checked(context.Node, shape.Count);
        double[] weights = new double[shape.Count];
        for (int m = 0; m < mels; m++)
        {
            (long low, long center, long high) = (edges[m], edges[m + 1], edges[m + 2]);
            for (long bin = Math.Max(0, low); bin <= Math.Min(Math.Max(center, high - 1), bins - 1); bin++)
            {
                weights[(bin * mels) + m] = bin == center ? 1 : bin < center ? (double)(bin - low) / (center - low) : (double)(high - bin) / (high - center);
            }
        }

        return [Floating.From(weights, shape, OnnxTypes.FromCode((int)context.Attributes.Int("output_datatype", 1), context.Node.Describe()))];
    }

    // The bins where the triangles start, peak and end: evenly spaced in mel.
    private static long[] Edges(int mels, int length, long rate, double lowest, double highest)
    {
        double low = ToMel(lowest), step = (ToMel(highest) - low) / (mels + 2);
        return [.. Enumerable.Range(0, mels + 2).Select(i => (long)Math.Floor((length + 1) * ToHertz(low + (i * step)) / rate))];
    }

    private static double ToMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
