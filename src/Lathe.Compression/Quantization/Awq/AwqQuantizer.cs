using Lathe.Compression.Quantization.Inputs;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Scaling;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.Awq;

/// <summary>Scales up the weights of strong inputs before rounding, so that they lose less, and the layer before down.</summary>
public sealed class AwqQuantizer : Technique<AwqOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "awq")
    {
        Summary = "Scale up weights of strong inputs before rounding and the layer before down, by the factor that changes outputs least.",
        Paper = "Lin et al. 2024, AWQ: Activation-aware Weight Quantization, arXiv:2306.00978",
        Page = "ptq.md#awq",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros,
        Loses = "channels are scaled, each by a factor of its own",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(AwqOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, AwqOptions options)
    {
        ModelGraph graph = StaticQuantizer.Prepare(model.Graph);
        ChannelPair[] pairs = [.. ChannelPair.Of(graph, WeightLayer.Of(graph, [])).Where(p => p.Second.Groups == 1 && !options.Except.Contains(p.Second.Node.Name))];
        IReadOnlyDictionary<string, InputStatistics> statistics = InputMeasurement.Run(graph, pairs.Select(p => p.Second), CalibrationFeed.Of(graph, context, options.Samples), context.Key.Fold("inputs"));
        foreach (ChannelPair pair in pairs.Where(p => statistics.ContainsKey(p.Second.Weight)))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            graph = pair.Move(graph, Best(graph, pair, statistics[pair.Second.Weight], options));
        }

        context.Say($"quantize: scales moved across {pairs.Length} pairs of layers");
        var network = new CodedNetwork(graph);
        RoundingQuantizer.Round(network, options);
        return network.Finish(context, model, options);
    }

    /// <summary>The factors <c>s = E|x|^alpha</c> whose alpha makes rounding change the outputs least.</summary>
    internal static double[] Best(ModelGraph graph, ChannelPair pair, InputStatistics statistics, AwqOptions options)
    {
        double[] magnitude = new double[pair.Channels], mean = statistics.MeanMagnitude(0);
        for (int k = 0; k < mean.Length; k++)
        {
            magnitude[pair.ChannelOf(0, k)] += mean[k] * pair.Channels / mean.Length;
        }

        double floor = Math.Max(magnitude.Max() * 1e-4, 1e-12);
        (double Error, double[] Factors) best = (double.PositiveInfinity, []);
        for (int step = 0; step < options.Grid; step++)
        {
            double alpha = (double)step / options.Grid;
            double[] factors = Array.ConvertAll(magnitude, m => Math.Pow(Math.Max(m, floor), alpha));
            double centre = Math.Sqrt(factors.Max() * factors.Min());
            factors = Array.ConvertAll(factors, f => f / centre);
            double error = Error(graph.Parameters[pair.Second.Weight].ToFloats(), pair, factors, statistics, options);
            best = error < best.Error ? (error, factors) : best;
        }

        return best.Factors;
    }

    private static double Error(float[] weight, ChannelPair pair, double[] factors, InputStatistics statistics, AwqOptions options)
    {
        WeightLayer layer = pair.Second;
        float[] scaled = new float[weight.Length];
        ForEach(layer, (output, k, place) => scaled[place] = (float)(weight[place] * factors[pair.ChannelOf(output, k)]));
        float[] rounded = TensorEncoder.Encode(scaled, layer.Shape, options.Scheme(layer.Axis)).Decode();
        ForEach(layer, (output, k, place) => rounded[place] = (float)(rounded[place] / factors[pair.ChannelOf(output, k)]));
        return OutputError.Of(layer, weight, rounded, statistics);
    }

    private static void ForEach(WeightLayer layer, Action<int, int, int> visit)
    {
        for (int output = 0; output < layer.Outputs; output++)
        {
            for (int k = 0; k < layer.Inputs; k++)
            {
                visit(output, k, layer.Place(output, k));
            }
        }
    }
}
