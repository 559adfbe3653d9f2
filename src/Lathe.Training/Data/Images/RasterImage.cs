namespace Lathe.Training.Data.Images;

/// <summary>A decoded image: bytes R, G, B of each pixel, row by row.</summary>
public sealed record RasterImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>Decodes a PNG or JPEG file by its first bytes.</summary>
    /// <exception cref="InvalidInputException">It is damaged, too large, or of another kind.</exception>
    public static RasterImage Decode(string name, ReadOnlySpan<byte> file, DataLimits? limits = null)
    {
        limits ??= DataLimits.Default;
        return file.StartsWith(PngDecoder.Signature) ? new PngDecoder(name, limits).Decode(file)
            : file.Length > 2 && file[0] == 0xFF && file[1] == 0xD8 ? new JpegDecoder(name, limits).Decode(file)
            : throw new InvalidInputException($"'{name}' is neither a PNG nor a JPEG file.");
    }

    internal static void CheckSize(string name, long width, long height, DataLimits limits)
    {
        if (width < 1 || height < 1 || width > limits.MostPixels || height > limits.MostPixels || width * height > limits.MostPixels)
        {
            throw new InvalidInputException($"'{name}' is {width} x {height} pixels; 1 to {limits.MostPixels:N0} can be read.");
        }
    }

    /// <summary>The same image in another size, as planes [channels, height, width]: each pixel is the mean of the area it covers.</summary>
    /// <param name="width">Columns wanted.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="channels">3, or 1 for luminance (ITU-R BT.601).</param>
    /// <param name="planes">Receives the pixels.</param>
    public void Resize(int width, int height, int channels, Span<byte> planes)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double r, double g, double b) = Area((double)x * Width / width, (double)(x + 1) * Width / width, (double)y * Height / height, (double)(y + 1) * Height / height);
                int at = (y * width) + x;
                if (channels == 1)
                {
                    planes[at] = (byte)Math.Round((0.299 * r) + (0.587 * g) + (0.114 * b));
                    continue;
                }

                planes[at] = (byte)Math.Round(r);
                planes[(height * width) + at] = (byte)Math.Round(g);
                planes[(2 * height * width) + at] = (byte)Math.Round(b);
            }
        }
    }

    private (double R, double G, double B) Area(double left, double right, double top, double bottom)
    {
        double r = 0, g = 0, b = 0, area = 0;
        for (int y = (int)top; y < Math.Min(Height, Math.Ceiling(bottom)); y++)
        {
            double rows = Math.Min(y + 1, bottom) - Math.Max(y, top);
            for (int x = (int)left; x < Math.Min(Width, Math.Ceiling(right)); x++)
            {
                double weight = rows * (Math.Min(x + 1, right) - Math.Max(x, left));
                int at = ((y * Width) + x) * 3;
                r += weight * Pixels[at];
                g += weight * Pixels[at + 1];
                b += weight * Pixels[at + 2];
                area += weight;
            }
        }

        return (r / area, g / area, b / area);
    }
}
