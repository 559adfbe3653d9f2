using Lathe.Hardware.Measurement;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Remote;

namespace Lathe.Pipeline.Deployment;

/// <summary>Measures deployed models against each other in ONNX Runtime: batch 1, one thread, interleaved rounds.</summary>
public sealed class ModelLatency(TimeProvider time) : IModelTimer
{
    /// <summary>Called between rounds with how many are done and how many there are; null for nobody.</summary>
    public Action<int, int>? AfterRound { get; init; }

    /// <inheritdoc/>
    public string Where => "this machine";

    /// <inheritdoc/>
    public IReadOnlyList<LatencyResult> Measure(IReadOnlyList<(string Name, byte[] Bytes)> models, float[] sample, LatencyOptions? options = null, CancellationToken cancellation = default)
    {
        var open = new List<(OrtSession Session, OrtBinding Binding)>();
        try
        {
            foreach ((_, byte[] bytes) in models)
            {
                open.Add(Open(bytes, sample));
            }

            return new LatencyMeter(time) { AfterRound = AfterRound }.Measure([.. models.Select((m, i) => (m.Name, (Action)open[i].Binding.Run))], options, cancellation);
        }
        finally
        {
            foreach ((OrtSession session, OrtBinding binding) in open)
            {
                binding.Dispose();
                session.Dispose();
            }
        }
    }

    private static (OrtSession Session, OrtBinding Binding) Open(byte[] model, float[] sample)
    {
        OrtSession session = OrtSession.Open(model, new OrtSessionOptions { Threads = 1 });
        long[] shape = [1, .. session.Inputs[0].Dimensions.Skip(1)];
        using OrtValue input = DeployedModel.SampleValue(sample, shape, session.Inputs[0].Type);
        using OrtValue first = session.Run(new Dictionary<string, OrtValue> { [session.Inputs[0].Name] = input })[session.Outputs[0].Name];
        var binding = new OrtBinding(session);
        binding.Input(session.Inputs[0].Name, DeployedModel.SampleValue(sample, shape, session.Inputs[0].Type));
        binding.Output(session.Outputs[0].Name, OrtValue.From<float>(new float[first.Count], [.. first.Dimensions]));
        return (session, binding);
    }
}
