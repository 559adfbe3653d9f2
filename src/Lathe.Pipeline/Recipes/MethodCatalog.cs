using Lathe.Compression.Pruning.Criteria;
using Lathe.Compression.Techniques;

namespace Lathe.Pipeline.Recipes;

/// <summary>Every method of every step: the techniques, the criteria that channels are pruned by, and static quantization.</summary>
public static class MethodCatalog
{
    private static readonly TechniqueInfo[] s_own =
    [
        .. ChannelCriteria.All.Select(criterion => new TechniqueInfo("prune", criterion.Name)
        {
            Summary = $"Remove whole channels, by ratio or until a limit is met. A channel's score: {criterion.Summary}.",
            Paper = criterion.Paper,
            Page = "structured-pruning.md#channels",
            Trains = true,
            Keeps = WeightForms.Zeros | WeightForms.SharedValues,
            Loses = "the network is another one without its channels",
        }),
        new("quantize", TechniqueSteps.StaticQuantization)
        {
            Summary = "Compute in 8-bit integers with calibrated ranges where that is faster; mode: qat trains with the rounding in the loop.",
            Paper = "Jacob et al. 2018, Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, arXiv:1712.05877",
            Page = "quantization.md",
            Makes = WeightForms.Codes,
            Keeps = WeightForms.Zeros | WeightForms.SharedValues,
            Loses = "the weights get new codes",
        },
    ];

    /// <summary>All methods, by step and name.</summary>
    public static IReadOnlyList<TechniqueInfo> All { get; } =
        [.. s_own.Concat(TechniqueCatalog.All.Select(t => t.Info)).OrderBy(m => m.Step, StringComparer.Ordinal).ThenBy(m => m.Method, StringComparer.Ordinal)];

    /// <summary>The methods of a step that are the pipeline's own loop, not techniques.</summary>
    internal static IEnumerable<TechniqueInfo> Own(string step) => s_own.Where(m => m.Step == step);
}
