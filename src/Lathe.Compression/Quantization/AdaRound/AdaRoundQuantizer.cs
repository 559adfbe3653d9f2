using Lathe.Compression.Quantization.Inputs;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;
using Lathe.Tensors.Formats;

namespace Lathe.Compression.Quantization.AdaRound;

/// <summary>Learns for every weight whether to round up or down, layer by layer.</summary>
public sealed class AdaRoundQuantizer : Technique<AdaRoundOptions>
{
    private const int QuickSteps = 300;

    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "adaround")
    {
        Summary = "Learn for every weight whether to round up or down, so that each layer's outputs change least.",
        Paper = "Nagel et al. 2020, Up or Down? Adaptive Rounding for Post-Training Quantization, arXiv:2004.10568",
        Page = "ptq.md#adaround",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros,
        Loses = "weights of one value may round to two",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(AdaRoundOptions options) => options.Format.Contains("int", StringComparison.Ordinal)
        ? options.Conflicts()
        : [$"format: {options.Format} has no even steps to round up or down between; adaround takes integers"];

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, AdaRoundOptions options) =>
        MeasuredRounding.Apply(context, model, options, (layer, rows, statistics) => Learn(layer, rows, statistics, options, context.Quick ? Math.Min(options.Steps, QuickSteps) : options.Steps));

    /// <summary>Learns the rounding of a layer's rows.</summary>
    internal static double[][] Learn(WeightLayer layer, WeightRows weight, InputStatistics statistics, AdaRoundOptions options, int steps)
    {
        var format = (IntegerFormat)weight.Scheme.Format;
        double[][] rows = [.. Enumerable.Range(0, layer.Outputs).Select(weight.Row)];
        int perGroup = layer.Outputs / statistics.Groups, inputs = layer.Inputs;
        for (int group = 0; group < statistics.Groups; group++)
        {
            double[] all = [.. rows.Skip(group * perGroup).Take(perGroup).SelectMany(r => r)];
            double[] scales = new double[all.Length], low = new double[all.Length], high = new double[all.Length];
            for (int i = 0; i < all.Length; i++)
            {
                int output = (group * perGroup) + (i / inputs), zero = weight.Zero(output, i % inputs);
                (scales[i], low[i], high[i]) = (weight.Scale(output, i % inputs), (zero == 0 && format.Signed ? -format.High : format.Low) - zero, format.High - zero);
            }

            double[] rounded = new RoundingLearner(all, scales, low, high, statistics.Moments(group)).Learn(steps, options.Rate, options.Settling);
            for (int row = 0; row < perGroup; row++)
            {
                rounded.AsSpan(row * inputs, inputs).CopyTo(rows[(group * perGroup) + row]);
            }
        }

        return rows;
    }
}
