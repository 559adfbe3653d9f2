using Lathe.Compression.Quantization.Equalize;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.DataFree;

/// <summary>Quantizes weights and activations without any data: batch normalisation says how activations are distributed.</summary>
public sealed class DataFreeQuantizer : Technique<DataFreeOptions>
{
    private const int Rounds = 20;

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "data-free")
    {
        Summary = "Quantize weights and activations without data: batch normalisation says how activations are distributed.",
        Paper = "Nagel et al. 2019, Data-Free Quantization Through Weight Equalization and Bias Correction, arXiv:1906.04721",
        Page = "ptq.md#data-free",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros,
        Loses = "channels are scaled, each by a factor of its own",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(DataFreeOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, DataFreeOptions options)
    {
        Dictionary<string, (double[] Mean, double[] Deviation)> anchors = Anchors(model.Graph);
        ModelGraph graph = StaticQuantizer.Prepare(model.Graph);
        if (options.Equalize)
        {
            graph = CrossLayerEqualization.Apply(graph, Rounds, (value, factors) => Rescale(anchors, value, factors));
        }

        IReadOnlyDictionary<string, ValueStatistics> statistics = StatisticsPropagation.Run(graph, anchors, context.Data.SampleShape[0], options.Deviations);
        var network = new CodedNetwork(graph);
        RoundingQuantizer.Round(network, options);
        if (options.CorrectBias)
        {
            foreach (WeightLayer layer in WeightLayer.Of(graph, options.Except).Where(l => l.IsProduct && l.Node.Input(2) is not null && statistics.ContainsKey(l.Node.Inputs[0])))
            {
                Correct(network, graph, layer, statistics[layer.Node.Inputs[0]].Mean);
            }
        }

        if (options.Activations == ActivationCodes.Float)
        {
            return network.Finish(context, model);
        }

        QuantizationPlan plan = QuantizationPlan.Of(network.Graph, []);
        string[] unknown = [.. plan.Values.Where(v => !statistics.ContainsKey(v))];
        if (unknown.Length > 0)
        {
            throw new InvalidInputException($"Without data nothing is known of {string.Join(", ", unknown.Take(5).Select(v => $"'{v}'"))}: what lies before has no batch normalisation that could be followed. Use method: static, which looks at data.");
        }

        return network.Finish(context, model, plan.Values.ToDictionary(v => v, v => ActivationScale.FromRange((float)Math.Min(0, statistics[v].Low), (float)Math.Max(0, statistics[v].High))));
    }

    // What a normalisation makes has its shift as mean and its scale as deviation.
    private static Dictionary<string, (double[] Mean, double[] Deviation)> Anchors(ModelGraph graph)
    {
        Node[] normalisations = [.. graph.Nodes.Where(n => n is { OpType: "BatchNormalization", Domain: "" } && n.Inputs.Skip(1).Take(2).All(graph.Parameters.ContainsKey))];
        return normalisations.Length > 0
            ? normalisations.ToDictionary(n => n.Outputs[0], n => (Array.ConvertAll(graph.Parameters[n.Inputs[2]].ToFloats(), v => (double)v), Array.ConvertAll(graph.Parameters[n.Inputs[1]].ToFloats(), v => Math.Abs((double)v))))
            : throw new InvalidInputException($"Network '{graph.Name}' has no batch normalisation, so nothing is known of its activations without data. Use method: static.");
    }

    private static void Rescale(Dictionary<string, (double[] Mean, double[] Deviation)> anchors, string value, double[] factors)
    {
        if (anchors.TryGetValue(value, out (double[] Mean, double[] Deviation) known))
        {
            anchors[value] = ([.. known.Mean.Zip(factors, (m, f) => m / f)], [.. known.Deviation.Zip(factors, (d, f) => d / f)]);
        }
    }

    private static void Correct(CodedNetwork network, ModelGraph original, WeightLayer layer, double[] means)
    {
        float[] before = original.Parameters[layer.Weight].ToFloats(), after = network.Graph.Parameters[layer.Weight].ToFloats();
        float[] bias = network.Graph.Parameters[layer.Node.Inputs[2]].ToFloats();
        for (int output = 0; output < layer.Outputs; output++)
        {
            double error = 0;
            for (int k = 0; k < layer.Inputs; k++)
            {
                int place = layer.Place(output, k);
                error += ((double)after[place] - before[place]) * means[StatisticsPropagation.InputChannel(layer, output, k, means.Length)];
            }

            bias[output] -= (float)error;
        }

        network.Replace(layer.Node.Inputs[2], TensorData.From<float>(bias, new Shape(bias.Length)));
    }
}
