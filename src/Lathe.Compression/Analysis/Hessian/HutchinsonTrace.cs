using Lathe.Tensors;

namespace Lathe.Compression.Analysis.Hessian;

/// <summary>
/// The trace of each block of a Hessian by Hutchinson's estimator: the mean of <c>v (H v)</c> over vectors v of random signs. Products with the Hessian
/// are central differences of gradients, <c>H v ~ (g(w + e v) - g(w - e v)) / 2e</c>, exact where the gradient is linear.
/// </summary>
public static class HutchinsonTrace
{
    /// <summary>Estimates the traces of all blocks with the same draws.</summary>
    /// <param name="parameters">The point, block by block.</param>
    /// <param name="gradient">The gradient at a point.</param>
    /// <param name="draws">Random vectors.</param>
    /// <param name="key">Their randomness.</param>
    /// <param name="share">The length of the difference's step against that of the point.</param>
    /// <returns>For each block the mean and its standard error.</returns>
    public static (double Trace, double Error)[] Estimate(IReadOnlyList<float[]> parameters, Func<IReadOnlyList<float[]>, IReadOnlyList<float[]>> gradient, int draws, RandomKey key, double share = 1e-3)
    {
        double power = parameters.Sum(p => p.Sum(v => (double)v * v)), count = parameters.Sum(p => (double)p.Length);
        float step = (float)Math.Max(share * Math.Sqrt(power / Math.Max(1, count)), 1e-6);
        var seen = new double[parameters.Count][];
        for (int b = 0; b < seen.Length; b++)
        {
            seen[b] = new double[draws];
        }

        for (int draw = 0; draw < draws; draw++)
        {
            float[][] signs = [.. parameters.Select((p, b) => Signs(p.Length, key.Fold((ulong)draw).Fold((ulong)b)))];
            IReadOnlyList<float[]> up = gradient(Moved(parameters, signs, step)), down = gradient(Moved(parameters, signs, -step));
            for (int b = 0; b < seen.Length; b++)
            {
                double sum = 0;
                for (int i = 0; i < signs[b].Length; i++)
                {
                    // The step really taken: a sum of binary32 numbers is not exact.
                    double taken = (double)(parameters[b][i] + (signs[b][i] * step)) - (parameters[b][i] - (signs[b][i] * step));
                    sum += ((double)up[b][i] - down[b][i]) / taken;
                }

                seen[b][draw] = sum;
            }
        }

        return [.. seen.Select(Summary)];
    }

    private static (double, double) Summary(double[] seen)
    {
        double mean = seen.Average(), spread = seen.Sum(v => (v - mean) * (v - mean));
        return (mean, seen.Length > 1 ? Math.Sqrt(spread / (seen.Length - 1) / seen.Length) : double.NaN);
    }

    private static float[] Signs(int count, RandomKey key)
    {
        float[] signs = new float[count];
        for (int i = 0; i < count; i++)
        {
            signs[i] = (key.Bits((ulong)i) & 1) == 0 ? -1 : 1;
        }

        return signs;
    }

    private static float[][] Moved(IReadOnlyList<float[]> parameters, float[][] signs, float step) =>
        [.. parameters.Select((p, b) => p.Select((v, i) => v + (signs[b][i] * step)).ToArray())];
}
