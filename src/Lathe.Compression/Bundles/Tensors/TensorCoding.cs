using Lathe.Compression.Sharing.Hashing;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Bundles.Tensors;

/// <summary>One tensor in its shortest form: a byte for its <see cref="TensorKind"/>, then the code.</summary>
internal static class TensorCoding
{
    /// <summary>Encodes a tensor.</summary>
    /// <param name="data">The tensor.</param>
    /// <param name="hash">Seed and buckets it may have been made with.</param>
    public static byte[] Encode(TensorData data, (ulong Seed, int Buckets)? hash = null)
    {
        int size = data.Type.Size();
        byte[] best = [(byte)TensorKind.Dense, .. ValueCoding.Encode(data.Bytes.Span, size)];
        if (SparseTensor.Encode(data) is { } sparse && sparse.Length < best.Length)
        {
            best = sparse;
        }

        if (LineCodebooks.Encode(data) is { } lines && lines.Length < best.Length)
        {
            best = lines;
        }

        return hash is { } mark && Hashed(data, mark.Seed, mark.Buckets) is { } hashed && hashed.Length < best.Length ? hashed : best;
    }

    /// <summary>Decodes a tensor into memory of its size, which is zero.</summary>
    public static void Decode(ReadOnlyMemory<byte> bytes, DType type, Shape shape, byte[] target)
    {
        if (bytes.Length == 0)
        {
            throw BundleFormat.Damaged("a tensor has no code");
        }

        ReadOnlyMemory<byte> body = bytes[1..];
        switch ((TensorKind)bytes.Span[0])
        {
            case TensorKind.Dense:
                ValueCoding.Decode(body, type.Size(), target);
                break;
            case TensorKind.Sparse:
                SparseTensor.Decode(body, type.Size(), shape, target);
                break;
            case TensorKind.LineCodebooks:
                LineCodebooks.Decode(body, type.Size(), shape, target);
                break;
            case TensorKind.Hashed:
                DecodeHashed(body, type, shape, target);
                break;
            default:
                throw BundleFormat.Damaged($"a tensor is coded in an unknown way ({bytes.Span[0]})");
        }
    }

    // The mark is only a hint: what the buckets would give must be the tensor, bit for bit.
    private static byte[]? Hashed(TensorData data, ulong seed, int buckets)
    {
        if (data.Type != DType.Float32 || buckets < 1 || buckets > data.Count)
        {
            return null;
        }

        float[] weight = data.ToFloats(), values = HashedWeight.First(weight, HashedWeight.Bind(seed, weight.Length, new float[buckets]));
        TensorData again = TensorData.From<float>(HashedWeight.Bind(seed, weight.Length, values).Expand(values), data.Shape);
        if (!again.Bytes.Span.SequenceEqual(data.Bytes.Span))
        {
            return null;
        }

        var writer = new ByteWriter();
        writer.Byte((byte)TensorKind.Hashed);
        writer.Number(seed);
        writer.Number(buckets);
        writer.Bytes(ValueCoding.Encode(TensorData.From<float>(values, new Shape(buckets)).Bytes.Span, sizeof(float)));
        return writer.ToBytes();
    }

    private static void DecodeHashed(ReadOnlyMemory<byte> body, DType type, Shape shape, byte[] target)
    {
        var reader = new ByteReader(body);
        ulong seed = reader.Number();
        int buckets = reader.Number(shape.Count, "the number of buckets");
        if (type != DType.Float32 || buckets == 0)
        {
            throw BundleFormat.Damaged($"a hashed tensor of {type.ShortName()} has {buckets} buckets");
        }

        byte[] values = new byte[buckets * sizeof(float)];
        ValueCoding.Decode(reader.Bytes(reader.Left), sizeof(float), values);
        float[] numbers = new TensorData(DType.Float32, new Shape(buckets), values).ToFloats();
        TensorData.From<float>(HashedWeight.Bind(seed, shape.Count, numbers).Expand(numbers), shape).Bytes.Span.CopyTo(target);
    }
}
