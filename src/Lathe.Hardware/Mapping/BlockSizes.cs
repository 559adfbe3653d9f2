namespace Lathe.Hardware.Mapping;

/// <summary>The sizes of blocks worth trying: for each count of blocks the smallest.</summary>
internal static class BlockSizes
{
    /// <summary><c>ceil(size / n)</c> for every n, ascending.</summary>
    public static int[] Of(int size)
    {
        var sizes = new List<int>();
        for (int block = size; block >= 1; block = sizes[^1] - 1)
        {
            // The smallest block of as many copies.
            int copies = Ceil(size, block);
            sizes.Add(Ceil(size, copies));
        }

        sizes.Reverse();
        return [.. sizes];
    }

    /// <summary>The smallest block of no more than <paramref name="most"/> that takes no more copies than that.</summary>
    public static int Even(int size, int most) => Ceil(size, Ceil(size, Math.Min(size, most)));

    public static int Ceil(int value, int by) => (int)(((long)value + by - 1) / by);
}
