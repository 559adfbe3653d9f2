using Google.Protobuf;
using Lathe.Graph;
using Lathe.Onnx.Import;
using Lathe.Onnx.Schema;
using Lathe.Tensors;

namespace Lathe.Onnx.Conformance;

/// <summary>A tensor in a file of its own, as test vectors come.</summary>
internal static class TensorFile
{
    /// <summary>Reads a tensor of a declared type. The vectors hold bfloat16 as the 16-bit integers of its bits.</summary>
    public static TensorData Read(string path, DType declared)
    {
        TensorData data = Read(path);
        return declared == DType.BFloat16 && data.Type == DType.UInt16 ? new TensorData(DType.BFloat16, data.Shape, data.Bytes) : data;
    }

    private static TensorData Read(string path)
    {
        try
        {
            return new TensorReader(OnnxLimits.Default, Path.GetDirectoryName(path)).Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidInputException($"'{path}' is not a tensor: {error.Message}", error);
        }
    }
}
