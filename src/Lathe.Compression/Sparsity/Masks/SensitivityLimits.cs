using Lathe.Compression.Analysis;

namespace Lathe.Compression.Sparsity.Masks;

/// <summary>Keeps each weight at or below the sparsity that it bore alone, by what a sensitivity analysis found.</summary>
internal static class SensitivityLimits
{
    /// <summary>Makes the worthiest elements of each weight untouchable, so many that no more than its limit can go; weights without an entry are free.</summary>
    /// <param name="scores">The scores by weight, in place.</param>
    /// <param name="found">What each layer bears.</param>
    /// <param name="bears">Accuracy a layer may lose alone.</param>
    /// <param name="sparsity">The share of all elements that is to go.</param>
    /// <exception cref="InvalidInputException">The layers do not bear that much together.</exception>
    public static void Apply(IReadOnlyDictionary<string, float[]> scores, LayerSensitivities found, double bears, double sparsity)
    {
        long total = 0, free = 0;
        foreach ((string weight, float[] values) in scores)
        {
            double most = found.Of(weight, SensitivityKind.Sparsity).Any() ? found.MostSparsity(weight, bears) : 1;
            int already = values.Count(v => v == MaskSelection.AlreadyPruned), prunable = Math.Max((int)Math.Round(values.Length * most), already);
            bool[] allowed = SmallestElements.Mark(values, prunable);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = allowed[i] ? values[i] : float.PositiveInfinity;
            }

            (total, free) = (total + values.Length, free + Math.Min(prunable, values.Length - 1));
        }

        if (free < Math.Round(total * sparsity))
        {
            throw new InvalidInputException(FormattableString.Invariant($"The layers bear {(double)free / total:P1} zeros at a loss of {bears:P1} each, not {sparsity:P1}. Ask for less sparsity, allow more loss (bears), or analyze higher sparsities."));
        }
    }
}
