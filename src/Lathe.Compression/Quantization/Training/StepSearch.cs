using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Training;

/// <summary>Steps with the least squared error: where training starts from.</summary>
public static class StepSearch
{
    private const int Candidates = 60;
    private const float Least = 1e-8f;

    /// <summary>The best steps of a weight, one for each index of an axis, or one when the axis is negative.</summary>
    public static float[] OfWeights(ReadOnlySpan<float> values, Shape shape, int axis, int low, int high)
    {
        if (axis < 0)
        {
            return [OfValues(values, low, high)];
        }

        float[] steps = new float[shape[axis]];
        int inner = shape.Product(axis + 1, shape.Rank), outer = shape.Product(0, axis);
        float[] channel = new float[inner * outer];
        for (int c = 0; c < steps.Length; c++)
        {
            for (int o = 0; o < outer; o++)
            {
                values.Slice(((o * steps.Length) + c) * inner, inner).CopyTo(channel.AsSpan(o * inner));
            }

            steps[c] = OfValues(channel, low, high);
        }

        return steps;
    }

    /// <summary>The best step of an activation.</summary>
    public static float OfRange(RangeHistogram histogram, int low, int high)
    {
        (double Center, double Count)[] bins = [.. histogram.Filled()];
        return Search(Math.Max(histogram.Max / Math.Max(1, high), low < 0 ? histogram.Min / low : 0), step =>
        {
            double error = 0;
            foreach ((double center, double count) in bins)
            {
                double missed = center - (Math.Clamp(Math.Round(center / step), low, high) * step);
                error += count * missed * missed;
            }

            return error;
        });
    }

    private static float OfValues(ReadOnlySpan<float> values, int low, int high)
    {
        float most = 0;
        foreach (float value in values)
        {
            most = Math.Max(most, Math.Abs(value));
        }

        float[] copy = values.ToArray();
        return Search(most / Math.Max(1, high), step =>
        {
            double error = 0;
            foreach (float value in copy)
            {
                double missed = value - (Math.Clamp(Math.Round(value / step), low, high) * step);
                error += missed * missed;
            }

            return error;
        });
    }

    // From the step that clips nothing down to a twentieth of it; with few codes the best clips a lot.
    private static float Search(float widest, Func<double, double> loss)
    {
        if (!float.IsFinite(widest) || widest <= Least)
        {
            return Least;
        }

        (float best, double least) = (widest, loss(widest));
        for (int i = 1; i < Candidates; i++)
        {
            float step = widest * (1 - (0.95f * i / Candidates));
            double value = loss(step);
            (best, least) = value < least ? (step, value) : (best, least);
        }

        return best;
    }
}
