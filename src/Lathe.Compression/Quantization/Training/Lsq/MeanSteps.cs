using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Training.Lsq;

/// <summary>The paper's first steps: <c>2 mean|v| / sqrt(high)</c>.</summary>
internal static class MeanSteps
{
    private const float Least = 1e-8f;

    public static float[] OfWeights(ReadOnlySpan<float> values, Shape shape, int axis, int high)
    {
        double[] sums = new double[axis < 0 ? 1 : shape[axis]];
        int inner = axis < 0 ? Math.Max(1, values.Length) : shape.Product(axis + 1, shape.Rank);
        for (int i = 0; i < values.Length; i++)
        {
            sums[i / inner % sums.Length] += Math.Abs(values[i]);
        }

        double each = Math.Max(1, values.Length / sums.Length);
        return Array.ConvertAll(sums, s => Math.Max(Least, (float)(2 * s / each / Math.Sqrt(high))));
    }

    public static float OfRange(RangeHistogram range, int high)
    {
        double sum = range.Filled().Sum(b => Math.Abs(b.Center) * b.Count);
        return Math.Max(Least, (float)(2 * sum / Math.Max(1, range.Count) / Math.Sqrt(high)));
    }
}
