using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Training.Data;
using Lathe.Training.Loops;
using Lathe.Training.Metrics;

namespace Lathe.Compression.Analysis.Quantization;

/// <summary>Where a quantized network loses what: noise by layer, histogram of errors, saturation, classes, calibration, robustness.</summary>
public sealed class QuantizationAnalysis : Technique<QuantizationOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("analyze", "quantization")
    {
        Summary = "Show where quantization loses what: noise by layer, errors, saturation, classes, calibration and robustness; the network stays as it is.",
        Paper = "Guo et al. 2017, arXiv:1706.04599 (calibration error); Goodfellow et al. 2015, arXiv:1412.6572 (FGSM); Madry et al. 2018, arXiv:1706.06083 (PGD)",
        Page = "quantization-debugging.md#what-it-shows",
        Keeps = WeightForms.All,
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, QuantizationOptions options)
    {
        ModelGraph quantized = model.Coded ?? throw new InvalidInputException("analyze (quantization) needs a quantized network. Put a quantize step before it.");
        ModelGraph source = options.Against == "graph" ? model.Graph : model.Baseline ?? model.Graph, exact = StaticQuantizer.Prepare(source);
        int samples = context.Quick ? Math.Min(64, options.Samples) : options.Samples;
        DataSplit data = context.Data.Validation.Take(samples);
        string measured = $"measured on {data.Count} validation samples, against {(options.Against == "baseline" && model.Baseline is not null ? "the baseline" : "the network in floating point")}";
        ReportNoise(context, exact, quantized, data, options, measured);
        context.Report(new TechniqueTable("saturation", "Activations beyond their codes", ["value", "below", "above", "unused codes"], [.. Saturation.Read(quantized, data).Select(s => (IReadOnlyList<object?>)[s.Value, s.Below, s.Above, s.Unused])])
        {
            Chart = new TableChart("value", ["below", "above"]) { Bars = true },
            Provenance = measured,
        });
        if (data.Classes > 0 && data.LabelsEach > 0)
        {
            ReportClasses(context, exact, quantized, data, measured);
            ReportRobustness(context, exact, quantized, data, options, measured);
        }

        return model;
    }

    private static void ReportNoise(TechniqueContext context, ModelGraph exact, ModelGraph quantized, DataSplit data, QuantizationOptions options, string measured)
    {
        IReadOnlyList<(Node Layer, ErrorMeter Errors)> activations = ValueErrors.OfActivations(exact, quantized, data, options.Bins);
        IReadOnlyDictionary<string, ErrorMeter> weights = ValueErrors.OfWeights(exact, quantized, data.Shape, options.Bins);
        IReadOnlyList<object?> Row(Node layer, ErrorMeter errors) =>
            [layer.Name, Finite(errors.SignalToNoise), errors.MeanSquare, errors.Mean, weights.TryGetValue(layer.Name, out ErrorMeter? w) ? Finite(w.SignalToNoise) : null];
        context.Report(new TechniqueTable("sqnr", "Signal to quantization noise by layer", ["layer", "output SQNR dB", "mean squared error", "mean error", "weight SQNR dB"], [.. activations.Select(a => Row(a.Layer, a.Errors))])
        {
            Chart = new TableChart("layer", ["output SQNR dB", "weight SQNR dB"]) { Bars = true },
            Provenance = measured + "; errors of earlier layers included",
        });
        context.Report(new TechniqueTable("quantization-errors", "Histogram of errors by layer", ["layer", "error", "share"], [.. activations.SelectMany(a => Enumerable.Range(0, options.Bins).Select(b => (IReadOnlyList<object?>)[a.Layer.Name, a.Errors.Center(b), (double)a.Errors.Bins[b] / a.Errors.Count]))])
        {
            Chart = new TableChart("error", ["share"]) { Series = "layer" },
            Provenance = measured,
        });
    }

    private static void ReportClasses(TechniqueContext context, ModelGraph exact, ModelGraph quantized, DataSplit data, string measured)
    {
        using var first = new GraphExecutor(exact);
        using var second = new GraphExecutor(quantized);
        ClassificationMetrics before = Evaluator.Classify(first, data), after = Evaluator.Classify(second, data);
        string Name(int c) => c < context.Data.ClassNames.Count ? context.Data.ClassNames[c] : $"{c}";
        context.Report(new TechniqueTable("classes", "Accuracy by class", ["class", "before", "after", "change"], [.. before.PerClass.Select((b, c) => (IReadOnlyList<object?>)[Name(c), Finite(b), Finite(after.PerClass[c]), Finite(after.PerClass[c] - b)])])
        {
            Chart = new TableChart("class", ["change"]) { Bars = true },
            Provenance = measured,
        });
        context.Report(new TechniqueTable("calibration", "Accuracy and calibration", ["figure", "before", "after"],
        [
            ["accuracy", before.Accuracy, after.Accuracy], ["loss", before.Loss, after.Loss], ["expected calibration error", before.CalibrationError, after.CalibrationError],
        ])
        {
            Provenance = measured,
        });
    }

    private static void ReportRobustness(TechniqueContext context, ModelGraph exact, ModelGraph quantized, DataSplit data, QuantizationOptions options, string measured)
    {
        if (options.Epsilon == 0 || data.InputType != Tensors.DType.Float32)
        {
            return;
        }

        using var first = new GraphExecutor(exact);
        using var second = new GraphExecutor(quantized);
        var rows = new List<IReadOnlyList<object?>> { new object?[] { "none", Evaluator.Accuracy(first, data), Evaluator.Accuracy(second, data) } };
        foreach ((string name, int steps) in new[] { ("FGSM", 1), ($"PGD, {options.Steps} steps", options.Steps) })
        {
            using var attack = new Attack(exact, options.Epsilon, steps, context.Key.Fold(name));
            rows.Add([name, attack.Accuracy(first, data), attack.Accuracy(second, data)]);
        }

        context.Report(new TechniqueTable("robustness", "Accuracy under attack", ["attack", "before", "after"], rows)
        {
            Chart = new TableChart("attack", ["before", "after"]) { Bars = true },
            Provenance = FormattableString.Invariant($"{measured}; epsilon {options.Epsilon}; both face inputs made with gradients of the network in floating point, because rounding has none"),
        });
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
