using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Tests;

/// <summary>Networks trained in few bits, as they were simulated in training and as ONNX Runtime runs the deployed file.</summary>
public class TrainedQuantizersTests
{
    private const int Images = 16;

    private static readonly Dataset s_data = SyntheticImages.Create(4, 1, 12, 320, 40, RandomKey.FromSeed(4));

    [SkippableTheory]
    [InlineData("ste", "4", 2e-3)]
    [InlineData("lsq", "2", 2e-3)]
    [InlineData("pact", "4", 2e-3)]
    [InlineData("dorefa", "3", 2e-3)]
    [InlineData("soft", "4", 2e-3)]
    [InlineData("bnn", "1", 2e-3)]
    [InlineData("xnor", "1", 2e-3)]
    [InlineData("ttq", "2", 2e-3)]
    [InlineData("lsq", "8", 3e-2)]
    public void Coded_InOnnxRuntime_ComputesWhatWasTrained(string method, string bits, double tolerance)
    {
        ITechnique technique = TechniqueCatalog.Find("quantize", method)!;
        ModelGraph graph = ModelZoo.Create("vgg-small", new ModelOptions { Classes = 4, Input = [1, 12, 12], Width = 0.05, Key = RandomKey.FromSeed(2) });
        var tuner = new Tuner();
        var context = new TechniqueContext { Data = s_data, Key = RandomKey.FromSeed(1), FineTuner = tuner, Cost = _ => new SizeCost(), Quick = true };
        var settings = new Dictionary<string, string> { ["weights"] = bits };
        if (method is "ste" or "lsq" or "pact" or "dorefa" or "soft")
        {
            settings["activations"] = bits;
        }

        ModelGraph coded = technique.Apply(context, new CompressedModel { Graph = graph, Baseline = graph }, technique.Settings.Bind(settings)).Coded!;

        using TensorScope scope = TensorScope.Begin();
        Tensor input = BatchTensors.Input(new BatchLoader(s_data.Test, Images).Epoch(default, shuffle: false).First(), s_data.SampleShape);
        using var executor = new GraphExecutor(tuner.Trained!);
        float[] ours = executor.Run(input).ToArray<float>(), theirs = InOnnxRuntime(coded, input);
        double largest = ours.Max(Math.Abs);
        ours.Zip(theirs, (a, b) => Math.Abs((double)a - b)).Average().ShouldBeLessThan(tolerance * largest);
        ours.Chunk(4).Zip(theirs.Chunk(4)).Count(p => Array.IndexOf(p.First, p.First.Max()) == Array.IndexOf(p.Second, p.Second.Max())).ShouldBeGreaterThanOrEqualTo(Images - 1);
    }

    private static float[] InOnnxRuntime(ModelGraph graph, Tensor input)
    {
        using OrtSession session = OpenSession(OnnxModel.ToBytes(graph));
        using OrtValue value = ModelComparison.ToValue(input);
        IReadOnlyDictionary<string, OrtValue> results = session.Run(new Dictionary<string, OrtValue> { [session.Inputs[0].Name] = value });
        float[] outputs = results.Values.Single().AsSpan<float>().ToArray();
        results.Values.Single().Dispose();
        return outputs;
    }

    private static OrtSession OpenSession(byte[] model)
    {
        try
        {
            return OrtSession.Open(model);
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }

    private sealed class Tuner : IFineTuner
    {
        public ModelGraph? Trained { get; private set; }

        public int StepsPerEpoch => 1;

        public int Epochs(FitRequest request) => 1;

        public ModelGraph Fit(ModelGraph graph, FitRequest request)
        {
            var options = new TrainerOptions { Epochs = 1, Batch = 32, Rate = request.Rate, Optimizer = request.Optimizer, WeightDecay = 0, Key = RandomKey.FromSeed(3) };
            return Trained = new Trainer(options, TimeProvider.System).Fit(graph, s_data).Graph;
        }
    }
}
