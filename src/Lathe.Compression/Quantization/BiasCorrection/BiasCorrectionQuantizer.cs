using Lathe.Compression.Quantization.Inputs;
using Lathe.Compression.Quantization.Rounding;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.BiasCorrection;

/// <summary>Rounds, then takes the mean error of each output channel out of its bias.</summary>
public sealed class BiasCorrectionQuantizer : Technique<BiasCorrectionOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "bias-correction")
    {
        Summary = "Round weights and subtract the mean error this makes in each output channel from its bias.",
        Paper = "Nagel et al. 2019, Data-Free Quantization Through Weight Equalization and Bias Correction, arXiv:1906.04721",
        Page = "ptq.md#bias-correction",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(BiasCorrectionOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, BiasCorrectionOptions options)
    {
        ModelGraph prepared = LayerBias.Add(StaticQuantizer.Prepare(model.Graph));
        var network = new CodedNetwork(prepared);
        RoundingQuantizer.Round(network, options);
        WeightLayer[] layers = [.. WeightLayer.Of(prepared, options.Except).Where(l => l.Node.Input(2) is not null && l.IsProduct)];
        IReadOnlyDictionary<string, TensorData> means = MeanInputs.Measure(prepared, layers.Select(l => l.Node.Inputs[0]).ToHashSet(), CalibrationFeed.Of(prepared, context, options.Samples));
        foreach (WeightLayer layer in layers)
        {
            Correct(network, prepared, layer, means[layer.Node.Inputs[0]]);
        }

        return network.Finish(context, model, options);
    }

    /// <summary>
    /// Subtracts <c>E[(W_q - W) x] = (W_q - W) E[x]</c>: a layer is linear, so the mean input, borders and all, gives the mean error exactly.
    /// </summary>
    internal static void Correct(CodedNetwork network, ModelGraph original, WeightLayer layer, TensorData meanInput)
    {
        float[] before = original.Parameters[layer.Weight].ToFloats(), after = network.Graph.Parameters[layer.Weight].ToFloats();
        float[] difference = [.. after.Zip(before, (a, b) => a - b)];
        var editor = new GraphEditor("mean-error");
        editor.Inputs.Add(new ValueInfo("x", DType.Float32, [.. meanInput.Shape.Dimensions.ToArray().Select(d => (Dimension)d)]));
        string weight = editor.SetParameter("w", TensorData.From<float>(difference, layer.Shape));
        Node node = editor.Add(layer.Node.OpType, ["x", weight], layer.Node.Attributes);
        editor.Outputs.Add(new ValueInfo(node.Outputs[0], DType.Float32, null));
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(editor.ToGraph());
        Tensor error = executor.Run(meanInput.ToTensor());
        float[] errors = error.ToArray<float>(), bias = network.Graph.Parameters[layer.Node.Inputs[2]].ToFloats();
        int places = error.Rank > 2 ? error.Shape.Product(2, error.Rank) : 1, rows = errors.Length / (bias.Length * places);
        double[] sums = new double[bias.Length];
        for (int i = 0; i < errors.Length; i++)
        {
            sums[i / places % bias.Length] += errors[i];
        }

        float[] corrected = [.. bias.Select((b, c) => (float)(b - (sums[c] / (places * rows))))];
        network.Replace(layer.Node.Inputs[2], TensorData.From<float>(corrected, new Shape(corrected.Length)));
    }
}
