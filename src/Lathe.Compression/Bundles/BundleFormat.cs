using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Lathe.Compression.Bundles;

/// <summary>The constants of the format, its checksum, and the words for damage.</summary>
internal static class BundleFormat
{
    public const byte Version = 1;

    /// <summary>Tensors up to this many bytes stand in the directory, where they are compressed together.</summary>
    public const int InlineBytes = 64;

    /// <summary>The most a section may be longer than what it decodes to.</summary>
    public const int SectionSlack = 64;

    /// <summary>The first bytes of a file: no text starts so, and a transfer as text breaks them.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'L', (byte)'T', (byte)'H'];

    /// <summary>CRC-32C.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte value in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }

    public static InvalidInputException Damaged(string why, Exception? inner = null) => new($"The bundle is damaged: {why}. Get it again, or make it again with: lathe export MODEL --to bundle", inner);
}
