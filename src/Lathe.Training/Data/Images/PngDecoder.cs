using System.Buffers.Binary;
using System.IO.Compression;

namespace Lathe.Training.Data.Images;

/// <summary>
/// PNG (ISO/IEC 15948): every colour type and depth, interlaced or not; 16-bit samples keep their upper byte, transparency is
/// dropped, checksums are checked.
/// </summary>
internal sealed class PngDecoder(string name, DataLimits limits)
{
    private PngHeader _header;
    private byte[] _palette = [];

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public RasterImage Decode(ReadOnlySpan<byte> file)
    {
        using var packed = new MemoryStream();
        bool ended = false;
        for (int at = Signature.Length; !ended;)
        {
            ReadOnlySpan<byte> type = Chunk(file, at, out ReadOnlySpan<byte> data);
            if (at == Signature.Length || type.SequenceEqual("IHDR"u8))
            {
                _header = at == Signature.Length && type.SequenceEqual("IHDR"u8) ? PngHeader.Parse(name, data, limits) : throw Damaged("its first part is not the header");
            }
            else if (type.SequenceEqual("PLTE"u8))
            {
                _palette = data.ToArray();
            }
            else if (type.SequenceEqual("IDAT"u8))
            {
                packed.Write(data);
            }

            ended = type.SequenceEqual("IEND"u8);
            at += 12 + data.Length;
        }

        packed.Position = 0;
        return Pixels(Unpack(packed));
    }

    private ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, int at, out ReadOnlySpan<byte> data)
    {
        long length = file.Length - at < 12 ? uint.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        if (length > file.Length - at - 12)
        {
            throw Damaged("it is cut off");
        }

        data = file.Slice(at + 8, (int)length);
        return Crc32.Of(file.Slice(at + 4, 4 + (int)length)) == BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..])
            ? file.Slice(at + 4, 4) : throw Damaged("a checksum is wrong");
    }

    private byte[] Unpack(MemoryStream packed)
    {
        byte[] data = new byte[_header.Passes().Sum(p => (long)p.Height * (1 + _header.RowBytes(p.Width)))];
        try
        {
            using var stream = new ZLibStream(packed, CompressionMode.Decompress);
            stream.ReadExactly(data);
            return data;
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw Damaged("its pixels are cut off or spoilt");
        }
    }

    private RasterImage Pixels(byte[] data)
    {
        byte[] pixels = new byte[_header.Width * _header.Height * 3];
        int at = 0, step = Math.Max(1, _header.Channels * _header.Depth / 8);
        foreach (PngPass pass in _header.Passes())
        {
            int length = _header.RowBytes(pass.Width);
            Span<byte> above = new byte[length];
            for (int y = 0; y < pass.Height; y++)
            {
                Span<byte> row = data.AsSpan(at + 1, length);
                if (!PngFilter.Undo(data[at], row, above, step))
                {
                    throw Damaged($"row {y} has filter {data[at]}");
                }

                for (int x = 0; x < pass.Width; x++)
                {
                    int target = (((pass.Top + (y * pass.Down)) * _header.Width) + pass.Left + (x * pass.Across)) * 3;
                    Colour(row, x, pixels.AsSpan(target, 3));
                }

                above = row;
                at += 1 + length;
            }
        }

        return new RasterImage(_header.Width, _header.Height, pixels);
    }

    private void Colour(ReadOnlySpan<byte> row, int x, Span<byte> rgb)
    {
        if (_header.ColourType == 3)
        {
            int index = 3 * Sample(row, x);
            if (index + 3 > _palette.Length)
            {
                throw Damaged($"it uses colour {index / 3} of {_palette.Length / 3}");
            }

            _palette.AsSpan(index, 3).CopyTo(rgb);
            return;
        }

        bool colour = (_header.ColourType & 2) != 0;
        for (int c = 0; c < 3; c++)
        {
            int value = Sample(row, (x * _header.Channels) + (colour ? c : 0));
            rgb[c] = (byte)(_header.Depth < 8 ? value * 255 / ((1 << _header.Depth) - 1) : value);
        }
    }

    private int Sample(ReadOnlySpan<byte> row, int index) => _header.Depth switch
    {
        8 => row[index],
        16 => row[2 * index],
        int depth => (row[index * depth / 8] >> (8 - depth - (index * depth % 8))) & ((1 << depth) - 1),
    };

    private InvalidInputException Damaged(string why) => new($"'{name}' is a damaged PNG file: {why}. Get it again.");
}
