using System.Runtime.InteropServices;
using Google.Protobuf;
using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Onnx.Schema;
using Lathe.Tensors;

namespace Lathe.Onnx.Import;

/// <summary>Reads tensors: raw bytes, typed fields, or a file beside the model.</summary>
internal sealed class TensorReader(OnnxLimits limits, string? folder)
{
    public TensorData Read(TensorProto proto)
    {
        DType type = OnnxTypes.FromCode(proto.DataType, $"Tensor '{proto.Name}'");
        long count = 1;
        int[] dimensions = new int[proto.Dims.Count];
        for (int i = 0; i < dimensions.Length; i++)
        {
            long size = proto.Dims[i];
            count = size is >= 0 and <= int.MaxValue ? count * size : -1;
            if (count < 0 || count * type.Size() > limits.TensorBytes)
            {
                throw new InvalidInputException($"Tensor '{proto.Name}' claims dimensions [{string.Join(", ", proto.Dims)}], more than the {limits.TensorBytes:N0} bytes allowed for one tensor.");
            }

            dimensions[i] = (int)size;
        }

        byte[] bytes = Bytes(proto, type, count);
        if (bytes.Length != count * type.Size())
        {
            throw new InvalidInputException($"Tensor '{proto.Name}' holds {bytes.Length} bytes, but {type.ShortName()}[{string.Join(", ", proto.Dims)}] needs {count * type.Size()}. The file is damaged.");
        }

        return new TensorData(type, new Shape(dimensions), bytes);
    }

    private byte[] Bytes(TensorProto proto, DType type, long count)
    {
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            return ExternalData.Read(proto, folder, count * type.Size());
        }

        return proto.RawData.Length > 0 || count == 0 ? proto.RawData.ToByteArray() : Typed(proto, type);
    }

    private static byte[] Typed(TensorProto proto, DType type) => type switch
    {
        DType.Float32 => MemoryMarshal.AsBytes<float>(proto.FloatData.ToArray()).ToArray(),
        DType.Float64 => MemoryMarshal.AsBytes<double>(proto.DoubleData.ToArray()).ToArray(),
        DType.Int64 => MemoryMarshal.AsBytes<long>(proto.Int64Data.ToArray()).ToArray(),
        DType.UInt64 => MemoryMarshal.AsBytes<ulong>(proto.Uint64Data.ToArray()).ToArray(),
        DType.UInt32 => MemoryMarshal.AsBytes<uint>(proto.Uint64Data.Select(v => (uint)v).ToArray()).ToArray(),
        DType.Int32 => MemoryMarshal.AsBytes<int>(proto.Int32Data.ToArray()).ToArray(),
        DType.Int16 or DType.UInt16 or DType.Float16 or DType.BFloat16 => MemoryMarshal.AsBytes<short>(proto.Int32Data.Select(v => (short)v).ToArray()).ToArray(),
        _ => [.. proto.Int32Data.Select(v => (byte)v)],
    };
}
