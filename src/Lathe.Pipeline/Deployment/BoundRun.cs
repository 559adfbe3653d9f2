using Lathe.OnnxRuntime;

namespace Lathe.Pipeline.Deployment;

/// <summary>A deployed model of one input and one output whose values are bound once: what is timed is the network, not the call.</summary>
internal sealed class BoundRun : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtBinding _binding;

    /// <summary>Opens a model at batch 1 on one thread and runs it once.</summary>
    /// <param name="model">ONNX bytes.</param>
    /// <param name="sample">One input sample.</param>
    public BoundRun(byte[] model, float[] sample)
    {
        _session = OrtSession.Open(model, new OrtSessionOptions { Threads = 1 });
        long[] shape = [1, .. _session.Inputs[0].Dimensions.Skip(1)];
        using OrtValue input = DeployedModel.SampleValue(sample, shape, _session.Inputs[0].Type);
        using OrtValue first = _session.Run(new Dictionary<string, OrtValue> { [_session.Inputs[0].Name] = input })[_session.Outputs[0].Name];
        _binding = new OrtBinding(_session);
        _binding.Input(_session.Inputs[0].Name, DeployedModel.SampleValue(sample, shape, _session.Inputs[0].Type));
        _binding.Output(_session.Outputs[0].Name, OrtValue.From<float>(new float[first.Count], [.. first.Dimensions]));
    }

    /// <summary>Runs it.</summary>
    public void Once() => _binding.Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        _binding.Dispose();
        _session.Dispose();
    }
}
