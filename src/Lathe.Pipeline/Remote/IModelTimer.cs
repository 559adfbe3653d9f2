using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Remote;

/// <summary>Runs deployed models and times them against each other: on this machine, or on another one.</summary>
public interface IModelTimer
{
    /// <summary>Where the models run, in words.</summary>
    string Where { get; }

    /// <summary>Times models of one input, of samples or tokens, and one output: batch 1, one thread, interleaved rounds.</summary>
    /// <param name="models">Names and ONNX bytes.</param>
    /// <param name="sample">One input sample.</param>
    /// <param name="options">How often; the meter's defaults when null.</param>
    /// <param name="cancellation">Stops between runs.</param>
    IReadOnlyList<LatencyResult> Measure(IReadOnlyList<(string Name, byte[] Bytes)> models, float[] sample, LatencyOptions? options = null, CancellationToken cancellation = default);
}
