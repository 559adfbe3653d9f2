namespace Lathe.Training.Data.Images;

/// <summary>Joins the components of a JPEG image: missing pixels of subsampled ones are repeated, YCbCr becomes RGB.</summary>
internal static class JpegColour
{
    public static RasterImage Join(JpegComponent[] components, int width, int height, int transform)
    {
        byte[] pixels = new byte[width * height * 3];
        int across = components.Max(c => c.Horizontal), down = components.Max(c => c.Vertical);
        bool rgb = components.Length == 3 && (transform == 0 || (transform < 0 && components[0].Id == 'R' && components[1].Id == 'G'));
        Span<int> value = stackalloc int[3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    JpegComponent component = components[c % components.Length];
                    value[c] = component.Plane[(y * component.Vertical / down * 8 * component.BlockStride) + (x * component.Horizontal / across)];
                }

                Convert(value, components.Length == 1 || rgb, pixels.AsSpan(((y * width) + x) * 3, 3));
            }
        }

        return new RasterImage(width, height, pixels);
    }

    private static void Convert(ReadOnlySpan<int> value, bool plain, Span<byte> rgb)
    {
        double luminance = value[0], blue = value[1] - 128, red = value[2] - 128;
        rgb[0] = plain ? (byte)value[0] : Byte(luminance + (1.402 * red));
        rgb[1] = plain ? (byte)value[1] : Byte(luminance - (0.344136 * blue) - (0.714136 * red));
        rgb[2] = plain ? (byte)value[2] : Byte(luminance + (1.772 * blue));
    }

    private static byte Byte(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);
}
