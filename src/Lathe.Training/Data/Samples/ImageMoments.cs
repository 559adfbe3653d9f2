using Lathe.Tensors;

namespace Lathe.Training.Data.Samples;

/// <summary>Mean and deviation of each channel, of values in 0..1.</summary>
internal static class ImageMoments
{
    public static (float[] Mean, float[] Deviation) Of(byte[] pixels, int[] order, Shape shape)
    {
        int plane = shape[1] * shape[2];
        var mean = new float[shape[0]];
        var deviation = new float[shape[0]];
        for (int c = 0; c < shape[0]; c++)
        {
            long sum = 0, squares = 0;
            foreach (int image in order)
            {
                foreach (byte value in pixels.AsSpan((image * shape.Count) + (c * plane), plane))
                {
                    sum += value;
                    squares += value * value;
                }
            }

            double count = (double)order.Length * plane, average = sum / count;
            mean[c] = (float)(average / 255);
            deviation[c] = (float)Math.Max(1e-3, Math.Sqrt(Math.Max(0, (squares / count) - (average * average))) / 255);
        }

        return (mean, deviation);
    }
}
