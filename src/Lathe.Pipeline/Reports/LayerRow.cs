using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Reports.Measurements;

namespace Lathe.Pipeline.Reports;

/// <summary>One layer in all variants: the layers of a network keep their names through pruning and quantization.</summary>
internal sealed record LayerRow(string Name, IReadOnlyDictionary<string, LayerProfile> Profiles)
{
    private const double SmallShare = 0.01;
    private const int MostRows = 48;
    private const string Rest = "everything else";

    /// <summary>The layers that matter, in the order they run; what is left is summed up in a last row.</summary>
    public static IReadOnlyList<LayerRow> Of(IReadOnlyList<VariantMeasurements> variants)
    {
        string[] names = [.. variants.SelectMany(v => v.Profile.Layers).Where(l => l.Macs > 0 || (l.Share >= SmallShare && l.Operators.Count > 0))
            .GroupBy(l => l.Name).OrderByDescending(g => g.Max(l => l.Microseconds)).Take(MostRows).Select(g => g.Key)];
        var order = variants.SelectMany(v => v.Profile.Layers).Select((l, i) => (l.Name, Place: i)).GroupBy(l => l.Name).ToDictionary(g => g.Key, g => g.Min(l => l.Place));
        List<LayerRow> rows = [.. names.OrderBy(n => order[n]).Select(n => new LayerRow(n, Collect(variants, l => l.Name == n)))];
        IReadOnlyDictionary<string, LayerProfile> rest = Collect(variants, l => !names.Contains(l.Name));
        return rest.Count == 0 ? rows : [.. rows, new LayerRow(Rest, rest)];
    }

    private static Dictionary<string, LayerProfile> Collect(IReadOnlyList<VariantMeasurements> variants, Func<LayerProfile, bool> belongs)
    {
        var found = new Dictionary<string, LayerProfile>();
        foreach (VariantMeasurements variant in variants)
        {
            LayerProfile[] layers = [.. variant.Profile.Layers.Where(belongs)];
            if (layers.Length > 0)
            {
                found[variant.Variant] = layers[0] with
                {
                    Microseconds = layers.Sum(l => l.Microseconds),
                    Share = layers.Sum(l => l.Share),
                    Macs = layers.Sum(l => l.Macs),
                    ParameterBytes = layers.Sum(l => l.ParameterBytes),
                };
            }
        }

        return found;
    }
}
