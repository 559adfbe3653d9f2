using Lathe.Graph;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Profiling;

/// <summary>A session with inputs made once, to be run again and again.</summary>
internal sealed class PreparedRun : IDisposable
{
    private readonly OrtSession _session;
    private readonly Dictionary<string, OrtValue> _inputs;
    private readonly bool _owns;

    /// <summary>Prepares random inputs for a session that somebody else closes.</summary>
    public PreparedRun(OrtSession session, ModelGraph graph, int batch)
        : this(session, RandomFor(session, graph, batch), owns: false)
    {
    }

    private PreparedRun(OrtSession session, Dictionary<string, OrtValue> inputs, bool owns) => (_session, _inputs, _owns) = (session, inputs, owns);

    /// <summary>Opens a model of its own.</summary>
    /// <param name="model">ONNX bytes.</param>
    /// <param name="graph">The same model.</param>
    /// <param name="batch">The size of an open first dimension.</param>
    /// <param name="threads">Threads inside an operator.</param>
    /// <param name="sample">One sample for the only input, repeated over the batch; random inputs when null.</param>
    public static PreparedRun Open(byte[] model, ModelGraph graph, int batch, int threads, float[]? sample)
    {
        OrtSession session = OrtSession.Open(model, new OrtSessionOptions { Threads = threads });
        try
        {
            return new PreparedRun(session, sample is null ? RandomFor(session, graph, batch) : Repeated(session, sample, batch), owns: true);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public void Once()
    {
        foreach (OrtValue output in _session.Run(_inputs).Values)
        {
            output.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (OrtValue input in _inputs.Values)
        {
            input.Dispose();
        }

        if (_owns)
        {
            _session.Dispose();
        }
    }

    private static Dictionary<string, OrtValue> RandomFor(OrtSession session, ModelGraph graph, int batch)
    {
        using TensorScope scope = TensorScope.Begin();
        return RandomInputs.Make(graph, batch, RandomKey.FromSeed(0)).Where(i => session.Inputs.Any(s => s.Name == i.Key)).ToDictionary(i => i.Key, i => ModelComparison.ToValue(i.Value));
    }

    private static Dictionary<string, OrtValue> Repeated(OrtSession session, float[] sample, int batch)
    {
        if (session.Inputs.Count != 1)
        {
            throw new InvalidInputException($"A sample fits models of one input; this one has {session.Inputs.Count}. Leave the sample out: random inputs are made then.");
        }

        OrtValueInfo input = session.Inputs[0];
        long[] rest = [.. input.Dimensions.Skip(1)];
        if (rest.Any(d => d <= 0) || rest.Aggregate(1L, (a, b) => a * b) != sample.Length)
        {
            throw new InvalidInputException($"The sample has {sample.Length} values; input '{input.Name}' takes [{string.Join(", ", input.Dimensions)}].");
        }

        int count = input.Dimensions[0] > 0 ? (int)input.Dimensions[0] : batch;
        return new Dictionary<string, OrtValue> { [input.Name] = DeployedModel.SampleValue([.. Enumerable.Repeat(sample, count).SelectMany(s => s)], [count, .. rest], input.Type) };
    }
}
