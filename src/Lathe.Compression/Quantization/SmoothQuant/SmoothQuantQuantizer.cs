using Lathe.Compression.Quantization.Inputs;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Scaling;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.SmoothQuant;

/// <summary>Divides activation channels with outliers and multiplies the weights behind them, then quantizes both to 8 bits.</summary>
public sealed class SmoothQuantQuantizer : Technique<SmoothQuantOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "smoothquant")
    {
        Summary = "Scale down activation channels with outliers and the weights behind them up, then quantize weights and activations.",
        Paper = "Xiao et al. 2023, SmoothQuant, arXiv:2211.10438",
        Page = "ptq.md#smoothquant",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros,
        Loses = "channels are scaled, each by a factor of its own",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(SmoothQuantOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, SmoothQuantOptions options)
    {
        ModelGraph graph = StaticQuantizer.Prepare(model.Graph);
        ChannelPair[] pairs = [.. ChannelPair.Of(graph, WeightLayer.Of(graph, []))];
        IReadOnlyDictionary<string, InputStatistics> statistics = InputMeasurement.Run(graph, pairs.Select(p => p.Second), CalibrationFeed.Of(graph, context, options.Samples), context.Key.Fold("inputs"));
        foreach (ChannelPair pair in pairs.Where(p => statistics.ContainsKey(p.Second.Weight)))
        {
            graph = pair.Move(graph, Factors(graph, pair, statistics[pair.Second.Weight], options.Strength));
        }

        context.Say($"quantize: {pairs.Length} activations smoothed");
        var network = new CodedNetwork(graph);
        RoundingQuantizer.Round(network, options);
        return network.Finish(context, model, options);
    }

    /// <summary><c>s = max|x|^strength / max|w|^(1 - strength)</c> for each channel, around a geometric mean of one.</summary>
    internal static double[] Factors(ModelGraph graph, ChannelPair pair, InputStatistics statistics, double strength)
    {
        double[] inputs = new double[pair.Channels], weights = new double[pair.Channels];
        ReadOnlySpan<float> weight = graph.Parameters[pair.Second.Weight].AsSpan<float>();
        for (int output = 0; output < pair.Second.Outputs; output++)
        {
            int group = output / (pair.Second.Outputs / statistics.Groups);
            for (int k = 0; k < pair.Second.Inputs; k++)
            {
                int channel = pair.ChannelOf(output, k);
                inputs[channel] = Math.Max(inputs[channel], statistics.Largest(group)[k]);
                weights[channel] = Math.Max(weights[channel], Math.Abs(weight[pair.Second.Place(output, k)]));
            }
        }

        double[] factors = [.. inputs.Zip(weights, (x, w) => x > 0 && w > 0 ? Math.Pow(x, strength) / Math.Pow(w, 1 - strength) : 1)];
        double mean = Math.Exp(factors.Average(f => Math.Log(f)));
        return Array.ConvertAll(factors, f => f / mean);
    }
}
