using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Onnx;
using Lathe.OnnxRuntime;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Tests;

/// <summary>The arithmetic networks are trained with, against ONNX Runtime's integers: real network, real images, every quantized value.</summary>
public class FakeQuantizationTests
{
    private const int Images = 8;

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Hooks_ResNet20OnRealImages_AreWithinOneStepOfOnnxRuntime(bool mixed)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx")));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        Node[] layers = [.. QuantizationPlan.Of(prepared, []).Layers];
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], mixed ? [.. layers.Take(7).Append(layers[^1]).Select(l => l.Name)] : []);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, QuantizationPlan.Of(prepared, []), CalibrationBatches.From(prepared, data.Validation, 64), CalibrationMethod.Mse);
        using TensorScope scope = TensorScope.Begin();
        Tensor input = BatchTensors.Input(new BatchLoader(data.Test.Take(Images), Images).Epoch(default, shuffle: false).First(), data.SampleShape);

        Dictionary<string, float[]> ours = Ours(prepared, plan, scales, input), theirs = Theirs(prepared, plan, scales, input);

        // A sum that falls on the edge between two codes may round either way, and later sums start from it: one step, rarely two.
        plan.WeightOnly.Count.ShouldBe(mixed ? 8 : 0);
        ours.Count.ShouldBe(plan.Values.Count(v => v != prepared.Inputs[0].Name));
        string first = ours.Keys.First();
        Steps(ours[first], theirs[first], scales[first].Scale).Max().ShouldBeLessThan(1.01, first);
        double[] all = [.. ours.Keys.SelectMany(v => Steps(ours[v], theirs[v], scales[v].Scale))];
        all.Max().ShouldBeLessThan(6);
        all.Average(s => s > 1.01 ? 1.0 : 0).ShouldBeLessThan(0.001);
    }

    private static IEnumerable<double> Steps(float[] a, float[] b, float step) => a.Zip(b, (x, y) => Math.Abs(x - (double)y) / step);

    private static Dictionary<string, float[]> Ours(ModelGraph prepared, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, Tensor input)
    {
        var seen = new Dictionary<string, float[]>();
        HashSet<string> planned = [.. plan.Values];
        using var executor = new GraphExecutor(prepared);
        executor.Run(input, new FakeQuantizer(prepared, plan, scales, 63).Hooks with
        {
            Observe = (_, name, tensor) =>
            {
                if (planned.Contains(name))
                {
                    seen[name] = tensor.ToArray<float>();
                }
            },
        });
        return seen;
    }

    /// <summary>Runs the deployed graph with every dequantized value handed out.</summary>
    private static Dictionary<string, float[]> Theirs(ModelGraph prepared, QuantizationPlan plan, IReadOnlyDictionary<string, ActivationScale> scales, Tensor input)
    {
        ModelGraph deployed = QdqWriter.Write(prepared, plan, scales, 63);
        var index = new GraphIndex(deployed);
        var names = new Dictionary<string, string>();
        foreach (Node quantize in deployed.Nodes.Where(n => n.OpType == "QuantizeLinear" && scales.ContainsKey(n.Inputs[0]) && n.Inputs[0] != deployed.Inputs[0].Name))
        {
            names[index.SingleConsumer(quantize.Outputs[0])!.Outputs[0]] = quantize.Inputs[0];
        }

        ModelGraph open = deployed with { Outputs = [.. names.Keys.Select(n => new ValueInfo(n, DType.Float32, null)), .. deployed.Outputs] };
        using OrtSession session = OpenSession(OnnxModel.ToBytes(open));
        using OrtValue value = ModelComparison.ToValue(input);
        IReadOnlyDictionary<string, OrtValue> results = session.Run(new Dictionary<string, OrtValue> { [session.Inputs[0].Name] = value });
        var seen = names.ToDictionary(n => n.Value, n => results[n.Key].AsSpan<float>().ToArray());
        foreach (OrtValue result in results.Values)
        {
            result.Dispose();
        }

        return seen;
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
}
