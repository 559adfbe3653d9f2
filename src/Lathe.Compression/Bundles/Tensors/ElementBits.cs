using System.Buffers.Binary;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>Elements of 1, 2, 4 or 8 bytes as bit patterns.</summary>
internal static class ElementBits
{
    public static ulong Read(ReadOnlySpan<byte> bytes, int index, int size) => size switch
    {
        1 => bytes[index],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * index)..]),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * index)..]),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * index)..]),
    };

    public static void Write(Span<byte> bytes, int index, int size, ulong value)
    {
        switch (size)
        {
            case 1:
                bytes[index] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes[(2 * index)..], (ushort)value);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * index)..], (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[(8 * index)..], value);
                break;
        }
    }
}
