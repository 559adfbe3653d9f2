using Lathe.Tensors;

namespace Lathe.Graph.Ops.Quantizers;

/// <summary>Sizes of weights, of all together or by channel.</summary>
internal static class ChannelMagnitudes
{
    /// <summary>The largest magnitude of each index of an axis; of everything when the axis is negative.</summary>
    public static float[] Largest(ReadOnlySpan<float> values, Shape shape, int axis) => Reduce(values, shape, axis, (most, v) => Math.Max(most, Math.Abs(v)), _ => 1);

    /// <summary>The mean magnitude of each index of an axis; of everything when the axis is negative.</summary>
    public static float[] Mean(ReadOnlySpan<float> values, Shape shape, int axis) => Reduce(values, shape, axis, (sum, v) => sum + Math.Abs(v), each => each);

    private static float[] Reduce(ReadOnlySpan<float> values, Shape shape, int axis, Func<double, float, double> take, Func<int, double> divisor)
    {
        double[] results = new double[axis < 0 ? 1 : shape[axis]];
        int inner = axis < 0 ? Math.Max(1, values.Length) : shape.Product(axis + 1, shape.Rank);
        for (int i = 0; i < values.Length; i++)
        {
            ref double result = ref results[i / inner % results.Length];
            result = take(result, values[i]);
        }

        double over = divisor(Math.Max(1, values.Length / results.Length));
        return Array.ConvertAll(results, r => (float)(r / over));
    }
}
