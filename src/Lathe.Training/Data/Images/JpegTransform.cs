namespace Lathe.Training.Data.Images;

/// <summary>The inverse cosine transform of 8 x 8 blocks, and the zigzag order they are stored in.</summary>
internal static class JpegTransform
{
    private static readonly float[] s_cosine = [.. Enumerable.Range(0, 64).Select(i => (float)(0.5 * (i / 8 == 0 ? Math.Sqrt(0.5) : 1) * Math.Cos(((2 * (i % 8)) + 1) * (i / 8) * Math.PI / 16)))];

    public static ReadOnlySpan<byte> Zigzag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    /// <summary>Writes the pixels of a block of coefficients.</summary>
    public static void Inverse(ReadOnlySpan<float> block, Span<byte> target, int stride)
    {
        Span<float> rows = stackalloc float[64];
        for (int v = 0; v < 8; v++)
        {
            for (int x = 0; x < 8; x++)
            {
                float sum = 0;
                for (int u = 0; u < 8; u++)
                {
                    sum += block[(v * 8) + u] * s_cosine[(u * 8) + x];
                }

                rows[(v * 8) + x] = sum;
            }
        }

        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                float sum = 128;
                for (int v = 0; v < 8; v++)
                {
                    sum += rows[(v * 8) + x] * s_cosine[(v * 8) + y];
                }

                target[(y * stride) + x] = (byte)Math.Clamp(MathF.Round(sum), 0, 255);
            }
        }
    }
}
