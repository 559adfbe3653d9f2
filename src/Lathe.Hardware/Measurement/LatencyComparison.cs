using Lathe.Tensors;

namespace Lathe.Hardware.Measurement;

/// <summary>How much faster one candidate is than another, with a 95 % interval from a paired bootstrap over rounds.</summary>
/// <param name="Speedup">Ratio of medians, above 1 when the candidate is faster than the baseline.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record LatencyComparison(double Speedup, double Low, double High)
{
    private const int Resamples = 1000;

    /// <summary>faster, slower, or cannot tell: the interval holds 1.</summary>
    public string Verdict => Low > 1 ? "faster" : High < 1 ? "slower" : "cannot tell from noise";

    /// <summary>Compares a candidate with a baseline measured in the same rounds.</summary>
    public static LatencyComparison Of(LatencyResult baseline, LatencyResult candidate, RandomKey key)
    {
        int rounds = Math.Min(baseline.Rounds.Count, candidate.Rounds.Count);
        var ratios = new double[Resamples];
        for (int sample = 0; sample < Resamples; sample++)
        {
            RandomKey own = key.Fold((ulong)sample);
            var a = new double[rounds];
            var b = new double[rounds];
            for (int i = 0; i < rounds; i++)
            {
                int pick = own.Below((ulong)i, rounds);
                (a[i], b[i]) = (baseline.Rounds[pick], candidate.Rounds[pick]);
            }

            ratios[sample] = LatencyMeter.Percentile(a, 0.5) / LatencyMeter.Percentile(b, 0.5);
        }

        return new LatencyComparison(baseline.P50 / candidate.P50, LatencyMeter.Percentile(ratios, 0.025), LatencyMeter.Percentile(ratios, 0.975));
    }
}
