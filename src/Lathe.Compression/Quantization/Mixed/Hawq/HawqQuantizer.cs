using Lathe.Compression.Analysis;
using Lathe.Compression.Analysis.Hessian;
using Lathe.Compression.Analysis.Sensitivity;
using Lathe.Compression.Quantization.Training;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Mixed.Hawq;

/// <summary>Bits by sensitivity, as an integer program solved exactly (HAWQ; Dong et al. 2019, 2020; Yao et al. 2021).</summary>
public sealed class HawqQuantizer : MixedTechnique<HawqOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "mixed")
    {
        Summary = "Choose bits for each layer by sensitivity, as an integer program under a budget of size, latency or energy, then train with learned steps.",
        Paper = "Dong et al. 2020, HAWQ-V2, arXiv:1911.03852; Yao et al. 2021, HAWQ-V3, arXiv:2011.10680",
        Page = "mixed-precision.md#by-sensitivity",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override int[] Choose(TechniqueContext context, ModelGraph graph, IReadOnlyList<Node> layers, BitBudget budget, HawqOptions options)
    {
        int[] bits = options.Numbers();
        using SensitivityScan? scan = options.Sensitivities.Length == 0 && options.Sensitivity == SensitivityMeasure.Loss ? new SensitivityScan(graph, context.Data.Validation.Take(context.Quick ? 64 : options.Samples)) : null;
        Func<Node, int, double> loss = options.Sensitivities.Length > 0 ? ByTable(LayerSensitivities.Load(options.Sensitivities))
            : scan is not null ? (layer, b) => scan.Weights(layer, b).LossIncrease
            : ByTrace(context, graph, options);
        IReadOnlyList<BitChoice>[] groups = [.. layers.Select(l => bits.Select(b => new BitChoice(b, budget.Of(l.Name, b, options.ActivationBits(b)), Math.Max(0, loss(l, b)))).ToArray())];
        int[] chosen = MultipleChoice.Solve(groups, budget.Limit(layers.Select(l => l.Name))) ?? throw TooTight(layers, budget, options);
        return [.. chosen.Select((c, i) => groups[i][c].Bits)];
    }

    private static Func<Node, int, double> ByTable(LayerSensitivities found) => (layer, bits) => found.LossOfBits(layer.Name, bits);

    private static Func<Node, int, double> ByTrace(TechniqueContext context, ModelGraph graph, HawqOptions options)
    {
        int draws = context.Quick ? Math.Min(4, options.Draws) : options.Draws;
        ILookup<string, LayerCurvature> curvature = LayerCurvature.Read(graph, context.Data.Train.Take(context.Quick ? 64 : options.Samples), draws, context.Key).ToLookup(c => c.Layer);
        return (layer, bits) => curvature[layer.Name].Sum(c => c.Cost(graph, QuantizableLayers.Axis(layer, graph.Parameters[c.Weight]), bits));
    }
}
