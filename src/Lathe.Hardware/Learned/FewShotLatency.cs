using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>
/// Latency on a new device from a few measurements, given what other devices took for the same networks (the task of HELP, Lee et al. 2021):
/// a line along the known devices' average, and around it a ridge regression on what they took one by one and what the networks are built
/// of, <c>w = Z' (Z Z' + lambda I)^-1 r</c>.
/// </summary>
public static class FewShotLatency
{
    private const double Ridge = 3;

    /// <summary>
    /// Latency of every network on the new device in milliseconds; the interval is twice the root mean square error of the samples, each
    /// predicted from the others.
    /// </summary>
    /// <param name="space">The networks.</param>
    /// <param name="samples">The networks measured on the new device.</param>
    /// <param name="milliseconds">What they took there.</param>
    /// <exception cref="InvalidInputException">Fewer than three samples, or as many latencies as not samples.</exception>
    public static Estimate[] Fit(NetworkSpace space, IReadOnlyList<int> samples, IReadOnlyList<double> milliseconds)
    {
        if (samples.Count < 3 || samples.Count != milliseconds.Count)
        {
            throw new InvalidInputException($"{samples.Count} networks and {milliseconds.Count} latencies were given; at least three measured networks are needed, each with its latency.");
        }

        double squares = samples.Select((sample, left) => Math.Pow(Predict(space, [.. samples.Where((_, k) => k != left)], [.. milliseconds.Where((_, k) => k != left)], [sample])[0] - milliseconds[left], 2)).Sum();
        double spread = 2 * Math.Sqrt(squares / samples.Count);
        return [.. Predict(space, samples, milliseconds, [.. Enumerable.Range(0, space.Count)]).Select(v => new Estimate(v, Math.Max(0, v - spread), v + spread))];
    }

    private static double[] Predict(NetworkSpace space, IReadOnlyList<int> samples, IReadOnlyList<double> milliseconds, int[] networks)
    {
        int count = samples.Count;
        double mean = milliseconds.Average(), scale = Math.Max(Math.Sqrt(milliseconds.Sum(v => (v - mean) * (v - mean)) / count), 1e-12);
        double centre = samples.Average(s => space.Average[s]);
        double slope = samples.Select((s, i) => (space.Average[s] - centre) * (milliseconds[i] - mean) / scale).Sum() / Math.Max(samples.Sum(s => Math.Pow(space.Average[s] - centre, 2)), 1e-12);
        double[] middle = [.. space.Features.Select(f => samples.Average(s => f[s]))], residual = [.. samples.Select((s, i) => ((milliseconds[i] - mean) / scale) - (slope * (space.Average[s] - centre)))];
        double[,] products = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                products[i, j] = space.Features.Select((f, k) => (f[samples[i]] - middle[k]) * (f[samples[j]] - middle[k])).Sum() + (i == j ? Ridge : 0);
            }
        }

        double[] dual = new SymmetricSystem(products).Solve(residual), predicted = [.. networks.Select(n => slope * (space.Average[n] - centre))];
        for (int k = 0; k < middle.Length; k++)
        {
            double[] feature = space.Features[k];
            double weight = samples.Select((s, i) => dual[i] * (feature[s] - middle[k])).Sum();
            for (int n = 0; n < networks.Length; n++)
            {
                predicted[n] += weight * (feature[networks[n]] - middle[k]);
            }
        }

        double least = milliseconds.Min() / 2;
        return [.. predicted.Select(v => Positive(mean + (scale * v), least))];
    }

    // A line may fall below zero where no sample is; below half the fastest sample it bends towards zero and keeps its order.
    private static double Positive(double value, double least) => value >= least ? value : least * Math.Exp((value / least) - 1);
}
