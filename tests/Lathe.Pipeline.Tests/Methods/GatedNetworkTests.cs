using Lathe.Compression.Gating;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Hardware.Measurement;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Tests.Methods;

/// <summary>Gates in ONNX Runtime: the same answers as here, and closed gates skip the work.</summary>
public class GatedNetworkTests
{
    private const int Side = 24;

    [SkippableFact]
    public void Run_OpenClosedAndBatches_AreEqualInBothEngines()
    {
        RequireOnnxRuntime();
        ModelGraph gated = Gated();

        foreach (float bias in new[] { 100f, -100f, 0f })
        {
            ModelGraph set = With(gated, bias);
            ModelComparison.Run(set, null, 1, RandomKey.FromSeed(1)).LargestRelative.ShouldBeLessThan(1e-3);
            ModelComparison.Run(set, null, 5, RandomKey.FromSeed(2)).LargestRelative.ShouldBeLessThan(1e-3);
        }
    }

    /// <summary>An input whose gate stays closed takes measurably less time than one whose gate opens, in the same file but for the gate's bias.</summary>
    [SkippableFact]
    public void Run_AClosedGate_TakesLessTime()
    {
        RequireOnnxRuntime();
        ModelGraph gated = Gated();
        float[] sample = new float[Side * Side];
        RandomKey.FromSeed(3).FillNormal(sample);

        IReadOnlyList<LatencyResult> times = new ModelLatency(TimeProvider.System).Measure(
            [("open", OnnxModel.ToBytes(With(gated, 100))), ("closed", OnnxModel.ToBytes(With(gated, -100)))], sample, new LatencyOptions { Rounds = 15, RunsPerRound = 8 });

        (times[1].P50 / times[0].P50).ShouldBeLessThan(0.75);
    }

    private static void RequireOnnxRuntime()
    {
        try
        {
            using OrtSession session = OrtSession.Open(OnnxModel.ToBytes(ModelZoo.Create("lenet-300-100")));
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
        }
    }

    private static ModelGraph With(ModelGraph graph, float bias) => graph with { Parameters = graph.Parameters.SetItem("gate1.bias", TensorData.From<float>([bias], new Shape(1))) };

    // One block of 3 x 3 convolutions whose inner channels are nearly all conditional.
    private static ModelGraph Gated()
    {
        var b = new GraphBuilder("gated", RandomKey.FromSeed(1));
        string x = b.ConvBnRelu(b.Input("input", DType.Float32, 1, Side, Side), 24, 3, name: "stem");
        string y = b.Conv(b.ConvBnRelu(x, 96, 3, name: "inner"), 24, 3, name: "last");
        ModelGraph graph = b.Build(b.Linear(b.GlobalAveragePool(b.Relu(b.Add(y, x))), 4, "head"), "logits", "N", 4);
        var context = new TechniqueContext { Data = SyntheticImages.Create(4, 1, Side, 40, 20, RandomKey.FromSeed(2)), Key = RandomKey.FromSeed(3), FineTuner = new NoTraining(), Cost = _ => new MacsCost() };
        return new ChannelGating().Apply(context, new CompressedModel { Graph = graph }, new GateOptions { Share = 0.9 }).Graph;
    }
}
