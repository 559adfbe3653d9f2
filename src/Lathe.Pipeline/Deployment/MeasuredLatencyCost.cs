using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.Pipeline.Runs.Steps;

namespace Lathe.Pipeline.Deployment;

/// <summary>Latency as it is measured on the target (here, or by its agent): the exported network in ONNX Runtime, batch 1, one thread, median.</summary>
internal sealed class MeasuredLatencyCost(StepContext context) : ICostModel
{
    public const string Name = "measured-latency";

    public string Figure => "latency";

    public string Unit => "ms";

    public string Provenance => $"measured: ONNX Runtime, {context.Target.Timer.Where}, batch 1, one thread, median";

    public double Of(ModelGraph graph) =>
        context.Target.Timer.Measure([("candidate", OnnxModel.ToBytes(StaticQuantizer.Prepare(graph)))], context.Sample(), new LatencyOptions { Rounds = 20, RunsPerRound = 10 }, context.Cancellation)[0].P50;

    public double Of(LayerWork work) => throw new InvalidInputException($"{Name} measures whole networks, not single layers. Choose latency, which is modelled.");
}
