using System.Buffers.Binary;

namespace Lathe.Training.Data.Images;

/// <summary>The header of a PNG file.</summary>
internal readonly record struct PngHeader(int Width, int Height, int Depth, int ColourType, bool Interlaced)
{
    private static readonly (int Left, int Top, int Across, int Down)[] s_adam7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public int Channels => ColourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public static PngHeader Parse(string name, ReadOnlySpan<byte> data, DataLimits limits)
    {
        if (data.Length != 13)
        {
            throw new InvalidInputException($"'{name}' is a damaged PNG file: its header has {data.Length} bytes, not 13.");
        }

        long width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        RasterImage.CheckSize(name, width, height, limits);
        int depth = data[8], colour = data[9];
        bool known = colour switch { 0 => depth is 1 or 2 or 4 or 8 or 16, 3 => depth is 1 or 2 or 4 or 8, 2 or 4 or 6 => depth is 8 or 16, _ => false };
        return known && data[10] == 0 && data[11] == 0 && data[12] < 2
            ? new PngHeader((int)width, (int)height, depth, colour, data[12] == 1)
            : throw new InvalidInputException($"'{name}' is a damaged PNG file: colour type {colour} of {depth} bits does not exist.");
    }

    /// <summary>Bytes of a row without its filter.</summary>
    public int RowBytes(int width) => (int)((((long)width * Channels * Depth) + 7) / 8);

    /// <summary>The passes that have pixels: one, or those of Adam7.</summary>
    public IEnumerable<PngPass> Passes()
    {
        if (!Interlaced)
        {
            yield return new PngPass(0, 0, 1, 1, Width, Height);
            yield break;
        }

        foreach ((int left, int top, int across, int down) in s_adam7)
        {
            int width = (Width - left + across - 1) / across, height = (Height - top + down - 1) / down;
            if (width > 0 && height > 0)
            {
                yield return new PngPass(left, top, across, down, width, height);
            }
        }
    }
}
