using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Lathe.Compression.Bundles;

/// <summary>Writes numbers of variable length, texts and bytes.</summary>
internal sealed class ByteWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Length => _buffer.WrittenCount;

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _buffer.Write(bytes);
    }

    /// <summary>Seven bits a byte, the lowest first; the top bit says that more follow.</summary>
    public void Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    public void Number(int value) => Number((ulong)value);

    /// <summary>Small numbers of either sign stay short: 0, -1, 1, -2 ... are 0, 1, 2, 3.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Bytes after their number.</summary>
    public void Chunk(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        Bytes(bytes);
    }

    public void Text(string text) => Chunk(Encoding.UTF8.GetBytes(text));

    public byte[] ToBytes() => _buffer.WrittenSpan.ToArray();
}
