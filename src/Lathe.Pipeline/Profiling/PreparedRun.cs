using Lathe.Graph;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Profiling;

/// <summary>A session with random inputs made once, to be run again and again.</summary>
internal sealed class PreparedRun : IDisposable
{
    private readonly OrtSession _session;
    private readonly Dictionary<string, OrtValue> _inputs;

    public PreparedRun(OrtSession session, ModelGraph graph, int batch)
    {
        using TensorScope scope = TensorScope.Begin();
        _session = session;
        _inputs = RandomInputs.Make(graph, batch, RandomKey.FromSeed(0)).Where(i => session.Inputs.Any(s => s.Name == i.Key)).ToDictionary(i => i.Key, i => ModelComparison.ToValue(i.Value));
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
    }
}
