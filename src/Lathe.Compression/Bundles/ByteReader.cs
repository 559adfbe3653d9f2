using System.Buffers.Binary;
using System.Text;

namespace Lathe.Compression.Bundles;

/// <summary>Reads what a <see cref="ByteWriter"/> wrote and trusts none of it.</summary>
internal sealed class ByteReader(ReadOnlyMemory<byte> bytes)
{
    private static readonly UTF8Encoding s_text = new(false, throwOnInvalidBytes: true);
    private int _at;

    public int Left => bytes.Length - _at;

    public byte Byte() => Bytes(1).Span[0];

    public ReadOnlyMemory<byte> Bytes(int count)
    {
        if (count < 0 || count > Left)
        {
            throw BundleFormat.Damaged($"{count:N0} bytes are announced where {Left:N0} are left");
        }

        _at += count;
        return bytes.Slice(_at - count, count);
    }

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4).Span);

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Byte();
            if (shift == 63 && part > 1)
            {
                throw BundleFormat.Damaged("a number has more than 64 bits");
            }

            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>A number up to a limit.</summary>
    public int Number(long most, string what)
    {
        ulong value = Number();
        return value <= (ulong)Math.Min(most, int.MaxValue) ? (int)value : throw BundleFormat.Damaged($"{what} is {value:N0}; at most {most:N0} is possible");
    }

    /// <summary>How many items follow: at most as many as bytes are left.</summary>
    public int Count(string what) => Number(Left, $"the number of {what}");

    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlyMemory<byte> Chunk() => Bytes(Number(Left, "the length of a part"));

    public string Text()
    {
        try
        {
            return s_text.GetString(Chunk().Span);
        }
        catch (ArgumentException error)
        {
            throw BundleFormat.Damaged("a name is not UTF-8 text", error);
        }
    }

    public void End()
    {
        if (Left > 0)
        {
            throw BundleFormat.Damaged($"{Left:N0} bytes follow where nothing is expected");
        }
    }
}
