using Lathe.Compression.Distillation;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Deployment;

/// <summary>A teacher from an ONNX file, run by ONNX Runtime: also networks with operators or number formats that Lathe cannot train.</summary>
public sealed class OrtTeacher : ITeacher
{
    private readonly OrtSession _session;

    private OrtTeacher(string path, OrtSession session) => (Name, _session) = (Path.GetFileName(path), session);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The teacher of an ONNX file; null for other names, and where ONNX Runtime is missing.</summary>
    public static OrtTeacher? TryOpen(string name)
    {
        if (!name.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || !File.Exists(name))
        {
            return null;
        }

        try
        {
            return new OrtTeacher(name, OrtSession.Open(name, new OrtSessionOptions { Threads = Environment.ProcessorCount }));
        }
        catch (MissingDependencyException)
        {
            // The same network runs here as a graph then.
            return null;
        }
    }

    /// <inheritdoc/>
    public Tensor Answer(Tensor input)
    {
        using OrtValue value = ModelComparison.ToValue(input);
        IReadOnlyDictionary<string, OrtValue> results = _session.Run(new Dictionary<string, OrtValue> { [_session.Inputs[0].Name] = value });
        OrtValue first = results[_session.Outputs[0].Name];
        var shape = new Shape([.. first.Dimensions.Select(d => (int)d)]);
        Tensor answer = Tensor.FromBytes(first.AsBytes(), shape, first.Type);
        foreach (OrtValue result in results.Values)
        {
            result.Dispose();
        }

        return answer.DType == DType.Float32 ? answer : Functions.Cast(answer, DType.Float32);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
