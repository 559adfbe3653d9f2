namespace Lathe.Compression.Sparsity.Masks;

/// <summary>Finds the smallest of many numbers in linear time.</summary>
internal static class SmallestElements
{
    /// <summary>True for exactly <paramref name="count"/> elements, none larger than any other; among equals the first.</summary>
    public static bool[] Mark(ReadOnlySpan<float> values, int count)
    {
        bool[] marked = new bool[values.Length];
        count = Math.Clamp(count, 0, values.Length);
        if (count == 0)
        {
            return marked;
        }

        float limit = Select(values.ToArray(), count - 1);
        int left = count;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < limit)
            {
                marked[i] = true;
                left--;
            }
        }

        for (int i = 0; i < values.Length && left > 0; i++)
        {
            if (values[i] == limit)
            {
                marked[i] = true;
                left--;
            }
        }

        return marked;
    }

    // Hoare's quickselect; the middle of three as pivot keeps sorted inputs linear.
    private static float Select(float[] values, int rank)
    {
        int low = 0, high = values.Length - 1;
        while (low < high)
        {
            float a = values[low], b = values[low + ((high - low) / 2)], c = values[high], pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
            {
                high = j;
            }
            else if (rank >= i)
            {
                low = i;
            }
            else
            {
                return values[rank];
            }
        }

        return values[rank];
    }
}
