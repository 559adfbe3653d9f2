using Lathe.Compression.Quantization.Inputs;
using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Gptq;

/// <summary>Rounds weights one after the other, each error made up for by those still free.</summary>
public sealed class GptqQuantizer : Technique<GptqOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "gptq")
    {
        Summary = "Round weights one after the other; those still free make up for each error, as the inputs' second moments say.",
        Paper = "Frantar et al. 2023, GPTQ, arXiv:2210.17323",
        Page = "ptq.md#gptq",
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros,
        Loses = "weights move to make up for each other's errors",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(GptqOptions options) => options.Conflicts();

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, GptqOptions options) =>
        MeasuredRounding.Apply(context, model, options, (layer, rows, statistics) => Solve(layer, rows, statistics, options));

    /// <summary>Rounds the rows of a layer.</summary>
    internal static double[][] Solve(WeightLayer layer, WeightRows weight, InputStatistics statistics, GptqOptions options)
    {
        double[][] rows = new double[layer.Outputs][];
        int perGroup = layer.Outputs / statistics.Groups;
        for (int group = 0; group < statistics.Groups; group++)
        {
            var solver = new GptqSolver(statistics.Moments(group), options.Damping, options.LargestFirst);
            for (int output = group * perGroup; output < (group + 1) * perGroup; output++)
            {
                double[] original = weight.Row(output), row = rows[output] = (double[])original.Clone();
                int at = output;
                solver.Solve(row, (value, k) => original[k] == 0 ? 0 : weight.Nearest(value, at, k));
            }
        }

        return rows;
    }
}
