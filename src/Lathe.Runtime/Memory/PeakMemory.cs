namespace Lathe.Runtime.Memory;

/// <summary>The most bytes alive at once.</summary>
public static class PeakMemory
{
    /// <summary>Of a graph in the order it stands, where no result is written over an input.</summary>
    public static long Of(IntegerGraph graph)
    {
        long[] change = new long[graph.Ops.Length + 3];
        foreach (Lifetime life in Lifetime.Of(graph))
        {
            change[life.First + 1] += life.Bytes;
            change[life.Last + 2] -= life.Bytes;
        }

        long alive = 0, most = 0;
        foreach (long bytes in change)
        {
            most = Math.Max(most, alive += bytes);
        }

        return most;
    }
}
