namespace Lathe.Hardware.Learned;

/// <summary>
/// Networks as points: their logarithmic latencies on known devices, and counts of what they are built of. Latencies below the thousandth
/// part of a device's networks are failures of the measurement and are lifted to there; every coordinate is centred and scaled.
/// </summary>
public sealed class NetworkSpace
{
    private const double FailedShare = 0.001, MostDeviations = 4, BlockWeight = 0.3;

    private readonly double[][] _features;
    private readonly double[][] _smooth;

    /// <summary>Builds the space.</summary>
    /// <param name="milliseconds">For each known device, the latency of every network.</param>
    /// <param name="blocks">For each kind of building block, how often every network has it; may be empty.</param>
    public NetworkSpace(IReadOnlyList<double[]> milliseconds, IReadOnlyList<double[]> blocks)
    {
        if (milliseconds.Count == 0 || milliseconds.Concat(blocks).Any(c => c.Length != milliseconds[0].Length))
        {
            throw new ArgumentException("At least one known device is needed, and every list must cover the same networks.", nameof(milliseconds));
        }

        double[][] devices = [.. milliseconds.Select(Logarithms)];
        _features = [.. devices, .. blocks.Select(b => Standardized(b).Select(v => v * BlockWeight).ToArray())];
        _smooth = blocks.Count > 0 ? Explained(devices, blocks) : devices;
        Average = [.. Enumerable.Range(0, Count).Select(n => _smooth.Average(c => c[n]))];
    }

    /// <summary>How many networks.</summary>
    public int Count => _features[0].Length;

    /// <summary>How slow each network is on the known devices on the whole.</summary>
    public double[] Average { get; }

    /// <summary>The coordinates.</summary>
    internal IReadOnlyList<double[]> Features => _features;

    /// <summary>
    /// The networks to measure on a new device: each the one about which those before it say least, by D-optimal design
    /// (largest <c>z' (I + Z'Z)^-1 z</c>) on latencies freed of noise, those that the building blocks explain.
    /// </summary>
    public int[] ChooseSamples(int count)
    {
        int size = _smooth.Length + 1;
        double[,] inverse = new double[size, size];
        double[][] points = [.. Enumerable.Range(0, Count).Select(n => (double[])[1, .. _smooth.Select(c => c[n])])];
        double[] unknown = [.. points.Select(p => Dot(p, p))];
        for (int i = 0; i < size; i++)
        {
            inverse[i, i] = 1;
        }

        var chosen = new List<int>();
        while (chosen.Count < count)
        {
            int next = Enumerable.Range(0, Count).Except(chosen).MaxBy(n => unknown[n]);
            chosen.Add(next);
            // Sherman and Morrison: what the new sample takes away, everywhere at once.
            double[] gain = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Sum(j => inverse[i, j] * points[next][j]))];
            double scale = 1 / (1 + unknown[next]);
            for (int n = 0; n < Count; n++)
            {
                double share = Dot(points[n], gain);
                unknown[n] -= share * share * scale;
            }

            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                {
                    inverse[i, j] -= gain[i] * gain[j] * scale;
                }
            }
        }

        return [.. chosen];
    }

    internal static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static double[][] Explained(double[][] devices, IReadOnlyList<double[]> blocks)
    {
        double[,] products = new double[blocks.Count, blocks.Count];
        for (int i = 0; i < blocks.Count; i++)
        {
            for (int j = 0; j < blocks.Count; j++)
            {
                products[i, j] = Dot(blocks[i], blocks[j]) + (i == j ? 1 : 0);
            }
        }

        var system = new SymmetricSystem(products);
        return [.. devices.Select(device =>
        {
            double[] weights = system.Solve([.. blocks.Select(b => Dot(b, device))]);
            double[] explained = new double[device.Length];
            for (int i = 0; i < weights.Length; i++)
            {
                for (int n = 0; n < explained.Length; n++)
                {
                    explained[n] += weights[i] * blocks[i][n];
                }
            }

            return Standardized(explained);
        })];
    }

    private static double[] Logarithms(double[] milliseconds)
    {
        double floor = milliseconds.Order().ElementAt((int)(milliseconds.Length * FailedShare));
        return Standardized([.. milliseconds.Select(v => Math.Log(Math.Max(v, floor)))]);
    }

    private static double[] Standardized(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        return [.. values.Select(v => Math.Clamp((v - mean) / Math.Max(deviation, 1e-12), -MostDeviations, MostDeviations))];
    }
}
