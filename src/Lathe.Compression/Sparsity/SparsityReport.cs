using Lathe.Compression.Patterns;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Sparsity;

/// <summary>What a sparse network looks like, for the report.</summary>
internal static class SparsityReport
{
    /// <summary>Hands out a table of zeros by weight.</summary>
    public static void Give(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights)
    {
        var rows = new List<IReadOnlyList<object?>>();
        long zeros = 0, count = 0;
        foreach (string name in weights)
        {
            WeightMask mask = WeightMask.Of(graph.Parameters[name].AsSpan<float>());
            rows.Add([name, mask.Count, mask.Pruned, Math.Round(mask.Sparsity, 4)]);
            (zeros, count) = (zeros + mask.Pruned, count + mask.Count);
        }

        context.Say(FormattableString.Invariant($"{zeros:N0} of {count:N0} weights are zero ({(double)zeros / count:P2})"));
        context.Report(new TechniqueTable("sparsity", "Zeros by weight", ["weight", "elements", "zeros", "share"], rows)
        {
            Chart = new TableChart("weight", ["share"]) { Bars = true },
            Provenance = "counted",
        });
    }
}
