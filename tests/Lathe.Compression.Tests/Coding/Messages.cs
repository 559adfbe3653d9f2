using Lathe.Tensors;

namespace Lathe.Compression.Tests.Coding;

/// <summary>Messages of symbols with a known distribution.</summary>
internal static class Messages
{
    /// <summary>Symbol s with probability proportional to <c>decay^s</c>.</summary>
    public static ushort[] Geometric(int count, int alphabet, double decay, ulong draw)
    {
        RandomKey key = RandomKey.FromSeed(11).Fold(draw);
        double[] edges = new double[alphabet];
        double sum = 0;
        for (int s = 0; s < alphabet; s++)
        {
            edges[s] = sum += Math.Pow(decay, s);
        }

        ushort[] symbols = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            int at = Array.BinarySearch(edges, key.Uniform((ulong)i) * sum);
            symbols[i] = (ushort)Math.Min(alphabet - 1, at < 0 ? ~at : at);
        }

        return symbols;
    }

    public static bool[] Pattern(int count, double density, ulong draw)
    {
        RandomKey key = RandomKey.FromSeed(12).Fold(draw);
        return [.. Enumerable.Range(0, count).Select(i => key.Uniform((ulong)i) < density)];
    }
}
