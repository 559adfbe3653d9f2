using System.Globalization;
using Lathe.Compression.Quantization;
using Lathe.Compression.Quantization.Training;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Analysis.Sensitivity;

/// <summary>Accuracy against sparsity and against bits, layer by layer, on validation data.</summary>
public sealed class SensitivityAnalysis : Technique<SensitivityOptions>
{
    /// <summary>The file of the table.</summary>
    public const string File = "sensitivity.json";

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("analyze", "sensitivity")
    {
        Summary = "Try sparsities and bits on one layer at a time and chart what the network loses; the network stays as it is.",
        Paper = "Li et al. 2017, Pruning Filters for Efficient ConvNets, arXiv:1608.08710; Han et al. 2015, arXiv:1506.02626",
        Page = "sensitivity.md#accuracy",
        Keeps = WeightForms.All,
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(SensitivityOptions options)
    {
        foreach (string text in options.Sparsities.Where(s => !(Number(s) is >= 0 and < 1)))
        {
            yield return $"sparsities has '{text}'; expected numbers from 0 to below 1";
        }

        foreach (string text in options.Bits.Where(b => !(Number(b) is >= 2 and <= 16)))
        {
            yield return $"bits has '{text}'; expected whole numbers from 2 to 16";
        }
    }

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, SensitivityOptions options)
    {
        int samples = context.Quick ? Math.Min(64, options.Samples) : options.Samples;
        LayerSensitivities found = Read(context, model.Graph, options, samples);
        context.WriteFile(File, found.ToJson());
        context.Report(Table(found, SensitivityKind.Sparsity, "sparsity", samples));
        context.Report(Table(found, SensitivityKind.WeightBits, "weight bits", samples));
        if (options.Activations)
        {
            context.Report(Table(found, SensitivityKind.ActivationBits, "activation bits", samples));
        }

        return model;
    }

    private static LayerSensitivities Read(TechniqueContext context, ModelGraph graph, SensitivityOptions options, int samples)
    {
        IReadOnlyList<Node> layers = QuantizableLayers.Of(graph);
        using var scan = new SensitivityScan(graph, context.Data.Validation.Take(samples));
        IReadOnlyDictionary<string, RangeHistogram> ranges = options.Activations ? ValueRanges.Read(graph, layers.Select(l => l.Inputs[0]), context.Data.Validation, samples) : new Dictionary<string, RangeHistogram>();
        double[] sparsities = [.. options.Sparsities.Select(Number)];
        int[] bits = [.. options.Bits.Select(b => (int)Number(b))];
        var found = new List<LayerSensitivity>();
        foreach (Node layer in layers)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            found.AddRange(sparsities.Select(s => scan.Sparse(layer, s)));
            found.AddRange(bits.Select(b => scan.Weights(layer, b)));
            found.AddRange(options.Activations && ranges[layer.Inputs[0]].Count > 0 ? bits.Select(b => scan.Activations(layer, b, ranges[layer.Inputs[0]])) : []);
            context.Say($"{layer.Name} read");
        }

        return new LayerSensitivities(graph.Name, scan.Accuracy, found);
    }

    private static TechniqueTable Table(LayerSensitivities found, SensitivityKind kind, string setting, int samples) =>
        new($"sensitivity-{setting.Replace(' ', '-')}", $"Accuracy against {setting}, one layer at a time", ["layer", setting, "accuracy", "accuracy drop", "loss increase"],
            [.. found.Layers.Where(s => s.Kind == kind).Select(s => (IReadOnlyList<object?>)[s.Layer, s.Setting, s.Accuracy, s.AccuracyDrop, s.LossIncrease])])
        {
            Chart = new TableChart(setting, ["accuracy"]) { Series = "layer" },
            Provenance = $"measured on {samples} validation samples",
        };

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
