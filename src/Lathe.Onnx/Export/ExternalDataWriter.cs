using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Export;

/// <summary>Collects large tensors in a file beside the model.</summary>
internal sealed class ExternalDataWriter(Stream stream, string location, int threshold)
{
    private const int Alignment = 4096;

    /// <summary>Writes the bytes of a large tensor and notes where; small ones stay in the model.</summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes, TensorProto proto)
    {
        if (bytes.Length < threshold)
        {
            return false;
        }

        long offset = (stream.Position + Alignment - 1) / Alignment * Alignment;
        stream.SetLength(offset);
        stream.Position = offset;
        stream.Write(bytes.Span);
        proto.DataLocation = TensorProto.Types.DataLocation.External;
        proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString() });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = bytes.Length.ToString() });
        return true;
    }
}
