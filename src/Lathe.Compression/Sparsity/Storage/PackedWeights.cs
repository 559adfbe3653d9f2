using System.Text;
using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.Storage;

/// <summary>
/// A file of packed weights that a runtime can compute with as they are. Little-endian: <c>LSPW</c>, version 1, the number of weights; then for each its
/// name, kind (1 N:M, 2 blocks), and its parts as <see cref="NOfMMatrix"/> and <see cref="BlockMatrix"/> describe them.
/// </summary>
public static class PackedWeights
{
    private const int Version = 1, MostWeights = 100_000, MostElements = 1 << 28;
    private static readonly byte[] s_magic = "LSPW"u8.ToArray();

    /// <summary>Writes weights by name; each is a <see cref="NOfMMatrix"/> or a <see cref="BlockMatrix"/>.</summary>
    public static byte[] Write(IReadOnlyDictionary<string, object> weights)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(s_magic);
        writer.Write(Version);
        writer.Write(weights.Count);
        foreach ((string name, object weight) in weights.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            writer.Write(name);
            switch (weight)
            {
                case NOfMMatrix packed:
                    Write(writer, packed);
                    break;
                case BlockMatrix blocks:
                    Write(writer, blocks);
                    break;
                default:
                    throw new ArgumentException($"'{name}' is a {weight.GetType().Name}, not a packed weight.", nameof(weights));
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads weights back.</summary>
    /// <exception cref="InvalidInputException">The bytes are damaged or not of this format.</exception>
    public static IReadOnlyDictionary<string, object> Read(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            if (!reader.ReadBytes(4).AsSpan().SequenceEqual(s_magic) || reader.ReadInt32() != Version)
            {
                throw new InvalidInputException("These bytes are not a file of packed weights of version 1.");
            }

            var weights = new Dictionary<string, object>();
            int count = Limited(reader.ReadInt32(), MostWeights);
            for (int i = 0; i < count; i++)
            {
                weights.Add(reader.ReadString(), reader.ReadByte() switch
                {
                    1 => ReadNOfM(reader),
                    2 => ReadBlocks(reader),
                    byte kind => throw new InvalidInputException($"A packed weight is of kind {kind}; known are 1 (N:M) and 2 (blocks)."),
                });
            }

            return stream.Position == stream.Length ? weights : throw new InvalidInputException($"{stream.Length - stream.Position} bytes follow the last packed weight.");
        }
        catch (Exception error) when (error is EndOfStreamException or ArgumentException or FormatException or ShapeException)
        {
            throw new InvalidInputException($"The file of packed weights is damaged: {error.Message}", error);
        }
    }

    private static void Write(BinaryWriter writer, NOfMMatrix packed)
    {
        writer.Write((byte)1);
        writer.Write((byte)packed.Shape.Rank);
        foreach (int dimension in packed.Shape.Dimensions)
        {
            writer.Write(dimension);
        }

        writer.Write((byte)packed.Axis);
        writer.Write(packed.Keep);
        writer.Write(packed.Of);
        Write(writer, packed.Values);
        writer.Write(packed.Places.Length);
        writer.Write(packed.Places);
    }

    private static NOfMMatrix ReadNOfM(BinaryReader reader)
    {
        int[] shape = new int[reader.ReadByte()];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = reader.ReadInt32();
        }

        int axis = reader.ReadByte(), keep = reader.ReadInt32(), of = reader.ReadInt32();
        float[] values = ReadFloats(reader);
        return NOfMMatrix.FromParts(new Shape(shape), axis, keep, of, values, Exactly(reader, Limited(reader.ReadInt32(), MostElements)));
    }

    private static void Write(BinaryWriter writer, BlockMatrix blocks)
    {
        writer.Write((byte)2);
        foreach (int size in new[] { blocks.Rows, blocks.Columns, blocks.BlockRows, blocks.BlockColumns, blocks.Starts.Length, blocks.Places.Length })
        {
            writer.Write(size);
        }

        foreach (int start in blocks.Starts)
        {
            writer.Write(start);
        }

        foreach (ushort place in blocks.Places)
        {
            writer.Write(place);
        }

        Write(writer, blocks.Values);
    }

    private static BlockMatrix ReadBlocks(BinaryReader reader)
    {
        int rows = reader.ReadInt32(), columns = reader.ReadInt32(), blockRows = reader.ReadInt32(), blockColumns = reader.ReadInt32(), down = Limited(reader.ReadInt32(), MostElements), count = Limited(reader.ReadInt32(), MostElements);
        byte[] starts = Exactly(reader, down * 4L), places = Exactly(reader, count * 2L);
        return BlockMatrix.FromParts(rows, columns, blockRows, blockColumns, [.. Enumerable.Range(0, down).Select(i => BitConverter.ToInt32(starts, i * 4))], [.. Enumerable.Range(0, count).Select(i => BitConverter.ToUInt16(places, i * 2))], ReadFloats(reader));
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<float> values)
    {
        writer.Write(values.Length);
        writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values));
    }

    private static float[] ReadFloats(BinaryReader reader)
    {
        byte[] bytes = Exactly(reader, Limited(reader.ReadInt32(), MostElements) * 4L);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    private static byte[] Exactly(BinaryReader reader, long count)
    {
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count <= left ? reader.ReadBytes((int)count) : throw new InvalidInputException($"A packed weight needs {count:N0} bytes, but {left:N0} are left. The file is damaged.");
    }

    private static int Limited(int count, int most) => count >= 0 && count <= most ? count : throw new InvalidInputException($"A file of packed weights asks for {count} entries; the limit is {most:N0}.");
}
