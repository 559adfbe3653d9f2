namespace Lathe.Tensors.Formats.Codebooks;

/// <summary>Numbers so that about equally many values round to each: the means of equal shares of the sorted values.</summary>
public static class QuantileCodebook
{
    /// <summary>Fits a codebook.</summary>
    /// <param name="values">What will be coded; not empty.</param>
    /// <param name="bits">1 to 8.</param>
    public static CodebookFormat Fit(ReadOnlySpan<float> values, int bits)
    {
        float[] sorted = values.ToArray();
        Array.Sort(sorted);
        int entries = Math.Min(1 << bits, sorted.Length);
        float[] means = new float[entries];
        for (int i = 0; i < entries; i++)
        {
            int from = (int)((long)i * sorted.Length / entries), to = (int)((long)(i + 1) * sorted.Length / entries);
            double sum = 0;
            for (int k = from; k < to; k++)
            {
                sum += sorted[k];
            }

            means[i] = (float)(sum / (to - from));
        }

        return new CodebookFormat($"quantile-{bits}", means);
    }
}
