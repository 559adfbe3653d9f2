using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization;

public class FakeQuantizerTests
{
    [Theory]
    [InlineData(63)]
    [InlineData(7)]
    public void Hooks_FrozenStatistics_AreTheArithmeticOfTheWrittenGraph(int limit)
    {
        using TensorScope scope = TensorScope.Begin();
        ModelGraph trained = FrozenStatistics.Apply(SmallNet.Create()), prepared = StaticQuantizer.Prepare(FrozenStatistics.Release(trained));
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], ["stage2/block1/shortcut"]);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, plan, SmallNet.Calibration(prepared), CalibrationMethod.Mse);
        using var training = new GraphExecutor(trained);
        using var written = new GraphExecutor(QdqWriter.Write(prepared, plan, scales, limit));
        var index = new GraphIndex(written.Graph);
        var seen = new Dictionary<string, float[]>();

        training.Run(new Dictionary<string, Tensor> { ["input"] = SmallNet.Samples(8) }, new FakeQuantizer(trained, plan, scales, limit).Hooks with { Training = true, Observe = (_, name, tensor) => seen[name] = tensor.ToArray<float>() });

        int differing = 0, all = 0;
        written.Run(new Dictionary<string, Tensor> { ["input"] = SmallNet.Samples(8) }, new RunOptions
        {
            Fuse = false,
            Observe = (node, name, tensor) =>
            {
                string value = index.Producer(node.Inputs[0])?.Inputs[0] ?? "";
                if (node.OpType == "DequantizeLinear" && scales.TryGetValue(value, out ActivationScale scale) && seen.TryGetValue(value, out float[]? trainedValues))
                {
                    float[] values = tensor.ToArray<float>();
                    values.Zip(trainedValues, (a, b) => Math.Abs(a - b) / scale.Scale).Max().ShouldBeLessThan(1.01f, name);
                    differing += values.Zip(trainedValues, (a, b) => Math.Abs(a - b) > scale.Scale / 2 ? 1 : 0).Sum();
                    all += values.Length;
                }
            },
        });

        // Folding rounds once more: a sum that falls on the edge between two codes may go either way, nothing else may differ.
        all.ShouldBeGreaterThan(10000);
        ((double)differing / all).ShouldBeLessThan(0.001);
    }

    [Fact]
    public void Hooks_BatchStatistics_QuantizeTheFoldedWeight()
    {
        using TensorScope scope = TensorScope.Begin();
        ModelGraph trained = SmallNet.Create(), prepared = StaticQuantizer.Prepare(trained);
        QuantizationPlan plan = QuantizationPlan.Of(prepared, []);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, plan, SmallNet.Calibration(prepared), CalibrationMethod.MinMax);
        var fake = new FakeQuantizer(trained, plan, scales, 7);
        var index = new GraphIndex(trained);
        foreach (Node layer in plan.Layers.Where(l => index.SingleConsumer(trained.Nodes.First(n => n.Name == l.Name).Outputs[0])?.OpType == "BatchNormalization"))
        {
            TensorData plain = trained.Parameters[layer.Inputs[1]], folded = prepared.Parameters[layer.Inputs[1]];
            float[] steps = WeightQuantizer.Scales(folded.ToFloats(), folded.Shape, 0, 7);
            sbyte[] codes = WeightQuantizer.Quantize(folded, steps, 0, 7).AsSpan<sbyte>().ToArray();

            float[] hooked = fake.Parameter(layer.Inputs[1], plain.ToTensor()).ToArray<float>();

            float[] w = plain.ToFloats(), f = folded.ToFloats();
            int inner = w.Length / steps.Length;
            for (int i = 0; i < w.Length; i++)
            {
                float factor = Enumerable.Range(i / inner * inner, inner).Select(k => f[k] / w[k]).First(float.IsFinite);
                (hooked[i] * factor).ShouldBe(codes[i] * steps[i / inner], steps[i / inner] * 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hooks_FusedOrNot_GiveTheSame(bool training)
    {
        using TensorScope scope = TensorScope.Begin();
        ModelGraph trained = SmallNet.Create(), prepared = StaticQuantizer.Prepare(trained);
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], ["stage1/block1/conv2", "stage3/block1/conv2", "stage3/block1/shortcut"]);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, QuantizationPlan.Of(prepared, []), SmallNet.Calibration(prepared), CalibrationMethod.Mse);
        RunOptions hooks = new FakeQuantizer(trained, plan, scales, 63).Hooks with { Training = training };

        float[] fused = Logits(trained, hooks, out int steps), apart = Logits(trained, hooks with { Fuse = false }, out int all);

        // Batch statistics are summed in another order when nothing is fused: a code may move, and the logits with it.
        double size = Math.Sqrt(apart.Average(v => v * v));
        fused.Zip(apart, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan((float)(training ? 0.02 * size : 1e-5 * size));
        steps.ShouldBeLessThan(all);
    }

    private static float[] Logits(ModelGraph graph, RunOptions options, out int values)
    {
        using var executor = new GraphExecutor(graph);
        int seen = 0;
        float[] logits = executor.Run(SmallNet.Samples(8), options with { Observe = (_, _, _) => seen++ }).ToArray<float>();
        values = seen;
        return logits;
    }

    [Fact]
    public void Input_PlannedGraphInput_IsRoundedToItsCodes()
    {
        using TensorScope scope = TensorScope.Begin();
        ModelGraph prepared = StaticQuantizer.Prepare(SmallNet.Create());
        QuantizationPlan plan = QuantizationPlan.Of(prepared, []);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, plan, SmallNet.Calibration(prepared), CalibrationMethod.Mse);

        float[] codes = [.. new FakeQuantizer(prepared, plan, scales, 63).Input("input", SmallNet.Samples(1)).ToArray<float>().Select(v => v / scales["input"].Scale)];

        codes.ShouldAllBe(c => Math.Abs(c - MathF.Round(c)) < 1e-3f);
    }
}
