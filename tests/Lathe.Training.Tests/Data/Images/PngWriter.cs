using System.Buffers.Binary;
using System.IO.Compression;
using Lathe.Training.Data.Images;

namespace Lathe.Training.Tests.Data.Images;

/// <summary>Writes PNG files whose rows use the five filters in turn.</summary>
internal static class PngWriter
{
    public static byte[] Write(int width, int height, int colour, int depth, byte[] rows, int length, int step)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, (byte)colour);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte((byte)(y % 5));
                for (int i = 0; i < length; i++)
                {
                    int At(int row, int column) => row < 0 || column < 0 ? 0 : rows[(row * length) + column];
                    int a = At(y, i - step), b = At(y - 1, i), c = At(y - 1, i - step), p = a + b - c;
                    int paeth = Math.Abs(p - a) <= Math.Abs(p - b) && Math.Abs(p - a) <= Math.Abs(p - c) ? a : Math.Abs(p - b) <= Math.Abs(p - c) ? b : c;
                    zlib.WriteByte((byte)(At(y, i) - (y % 5) switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => paeth }));
                }
            }
        }

        return Repair([.. PngDecoder.Signature, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])]);
    }

    /// <summary>Corrects the checksums, so that a change reaches what is behind them.</summary>
    public static byte[] Repair(byte[] file)
    {
        for (int at = 8; file.Length > 8 && file[1] == 'P' && at + 12 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + length), Crc32.Of(file.AsSpan(at + 4, 4 + length)));
            at += 12 + length;
        }

        return file;
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        return [.. length, .. type, .. data, 0, 0, 0, 0];
    }
}
