using Lathe.Tensors;

namespace Lathe.Compression.Sharing.KMeans;

/// <summary>k-means of the weights of one layer: <c>min sum (w - c[a(w)])^2</c> over centroids c and assignments a; zeros stay out and stay zero.</summary>
public static class ScalarKMeans
{
    private const int MostRounds = 300;

    /// <summary>The weights with every one replaced by its centroid.</summary>
    /// <param name="weights">The weights; zeros are pruned ones.</param>
    /// <param name="clusters">The most distinct values left, zero aside.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="key">The draw of <see cref="CentroidStart.Forgy"/>.</param>
    public static float[] Share(ReadOnlySpan<float> weights, int clusters, CentroidStart start, RandomKey key = default)
    {
        SortedValues values = SortedValues.OfNonZero(weights);
        float[] shared = weights.ToArray();
        if (values.Values.Length <= clusters)
        {
            return shared;
        }

        bool exact = start == CentroidStart.Exact && (long)values.Values.Length * clusters <= ExactKMeans.MostCells;
        int[] starts = exact ? ExactKMeans.Starts(values, clusters) : Lloyd(values, Start(values, clusters, start, key));
        float[] centroids = [.. Enumerable.Range(0, starts.Length).Select(k => (float)values.Mean(starts[k], k + 1 < starts.Length ? starts[k + 1] : values.Values.Length))];
        for (int i = 0; i < shared.Length; i++)
        {
            if (shared[i] != 0)
            {
                int run = Array.BinarySearch(starts, Array.BinarySearch(values.Values, shared[i]));
                shared[i] = centroids[run < 0 ? ~run - 1 : run];
            }
        }

        return shared;
    }

    /// <summary>The first centroids.</summary>
    internal static double[] Start(SortedValues values, int clusters, CentroidStart start, RandomKey key)
    {
        double low = values.Values[0], high = values.Values[^1];
        IEnumerable<int> places = Enumerable.Range(0, clusters);
        return start switch
        {
            CentroidStart.Linear => [.. places.Select(k => low + ((high - low) * k / Math.Max(1, clusters - 1)))],
            CentroidStart.Forgy => [.. key.Permutation(values.Values.Length).Take(clusters).Select(i => (double)values.Values[i]).Order()],
            _ => [.. places.Select(k => (double)values.Quantile((k + 0.5) / clusters))],
        };
    }

    // In one dimension a cluster is a run of the sorted values: a round costs k binary searches.
    private static int[] Lloyd(SortedValues values, double[] centroids)
    {
        int[] starts = [];
        for (int round = 0; round < MostRounds; round++)
        {
            int[] next = Runs(values, centroids);
            if (next.AsSpan().SequenceEqual(starts))
            {
                break;
            }

            starts = next;
            centroids = [.. starts.Select((from, k) => values.Mean(from, k + 1 < starts.Length ? starts[k + 1] : values.Values.Length))];
        }

        return starts;
    }

    // Centroids nobody is nearest to are gone for good.
    private static int[] Runs(SortedValues values, double[] centroids)
    {
        var starts = new List<int> { 0 };
        for (int k = 1; k < centroids.Length; k++)
        {
            double edge = (centroids[k - 1] + centroids[k]) / 2;
            int at = Array.BinarySearch(values.Values, (float)edge);
            at = at < 0 ? ~at : at;
            if (at > starts[^1] && at < values.Values.Length)
            {
                starts.Add(at);
            }
        }

        return [.. starts];
    }
}
