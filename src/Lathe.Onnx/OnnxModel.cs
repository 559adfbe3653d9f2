using System.Collections.Immutable;
using Google.Protobuf;
using Lathe.Graph.Storage;
using Lathe.Graph;
using Lathe.Onnx.Export;
using Lathe.Onnx.Import;
using Lathe.Onnx.Schema;
using Lathe.Onnx.Upgrade;

namespace Lathe.Onnx;

/// <summary>Reads and writes ONNX files: operator sets 7 to 22 in (older ones where no operator has changed since), 17 out.</summary>
public static class OnnxModel
{
    private const int ExportOpset = 17;

    /// <summary>Loads a model file.</summary>
    /// <exception cref="InvalidInputException">The file is missing, damaged, too large, or uses what Lathe does not support.</exception>
    public static ModelGraph Load(string path, OnnxLimits? limits = null)
    {
        limits ??= OnnxLimits.Default;
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new InvalidInputException($"There is no file '{path}'. Give the path of an ONNX model.");
        }

        long allowed = Math.Min(limits.FileBytes, Array.MaxLength);
        if (file.Length > allowed)
        {
            throw new InvalidInputException($"'{path}' has {file.Length:N0} bytes, more than the {allowed:N0} allowed. Store large weights as external data.");
        }

        try
        {
            return Read(File.ReadAllBytes(path), path, file.DirectoryName, limits);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"'{path}' cannot be read: {error.Message} Check its permissions.", error);
        }
    }

    /// <summary>Reads a model from bytes.</summary>
    public static ModelGraph Parse(ReadOnlySpan<byte> bytes, OnnxLimits? limits = null) => Read(bytes, "The model", null, limits ?? OnnxLimits.Default);

    /// <summary>The ONNX bytes of a graph, everything in one file.</summary>
    public static byte[] ToBytes(ModelGraph graph) => Message(graph, null).ToByteArray();

    /// <summary>Writes a model file, beside first and then renamed, so that no half file is ever seen.</summary>
    public static void Save(ModelGraph graph, string path) => AtomicFile.Write(path, stream => Message(graph, null).WriteTo(stream));

    /// <summary>Writes a model whose tensors of at least <paramref name="threshold"/> bytes lie in <c>NAME.data</c> beside it.</summary>
    public static void SaveWithExternalData(ModelGraph graph, string path, int threshold = 1024)
    {
        ModelProto? message = null;
        string data = path + ".data";
        AtomicFile.Write(data, stream => message = Message(graph, new ExternalDataWriter(stream, Path.GetFileName(data), threshold)));
        AtomicFile.Write(path, stream => message!.WriteTo(stream));
    }

    private static ModelProto Message(ModelGraph graph, ExternalDataWriter? external)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "lathe", Graph = GraphWriter.Write(LowerInternalOps.Run(graph), external) };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = ExportOpset });
        foreach (string domain in graph.Nodes.Select(n => n.Domain).Where(d => d.Length > 0 && d != "lathe").Distinct())
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        }

        model.MetadataProps.AddRange(graph.Metadata.Select(m => new StringStringEntryProto { Key = m.Key, Value = m.Value }));
        return model;
    }

    // Nothing of a model before set 7 is refused but what has changed since.
    private static void CheckOpset(GraphProto graph, long opset, string where)
    {
        if (opset is < 1 or > 22)
        {
            throw new InvalidInputException($"{where} uses ONNX operator set {opset}; 7 to 22 are supported. Convert it with the exporter it came from.");
        }

        if (opset < 7 && EarlyOperators.Changed(graph, opset) is { Count: > 0 } changed)
        {
            throw new InvalidInputException($"{where} uses ONNX operator set {opset}, where {string.Join(", ", changed)} had another meaning; 7 to 22 are supported. Convert it with the exporter it came from.");
        }
    }

    private static ModelGraph Read(ReadOnlySpan<byte> bytes, string where, string? folder, OnnxLimits limits)
    {
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidInputException($"{where} is not an ONNX model, or it is truncated: {error.Message}", error);
        }

        if (model.Graph is null || model.OpsetImport.Count == 0)
        {
            throw new InvalidInputException($"{where} is not an ONNX model: it has no {(model.Graph is null ? "graph" : "operator set")}.");
        }

        long opset = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? ExportOpset;
        CheckOpset(model.Graph, opset, where);

        var functions = new FunctionInliner(model, limits, (int)opset);
        functions.Inline(model.Graph);
        ModelGraph graph = new GraphReader(limits, new TensorReader(limits, folder), (int)opset, functions.OpsetOf).Read(model.Graph);
        return FlattenedSoftmax.Resolve(GraphVerifier.Verify(graph)) with
        {
            Metadata = model.MetadataProps.GroupBy(m => m.Key).ToImmutableSortedDictionary(g => g.Key, g => g.Last().Value),
        };
    }
}
