using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization;

public class WeightOnlyTests
{
    [Fact]
    public void Write_WeightOnlyLayers_AreStoredAsBytesAndComputeInFloatingPoint()
    {
        ModelGraph prepared = StaticQuantizer.Prepare(SmallNet.Create());
        string[] layers = [.. QuantizationPlan.Of(prepared, []).Layers.Select(l => l.Name)];
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], layers);

        ModelGraph stored = QdqWriter.Write(prepared, plan, new Dictionary<string, ActivationScale>(), 63);

        plan.Layers.ShouldBeEmpty();
        plan.Values.ShouldBeEmpty();
        stored.Nodes.ShouldNotContain(n => n.OpType == "QuantizeLinear" || n.OpType == "DequantizeLinear");
        stored.Parameters.Values.Where(p => p.Type == DType.Float32 && p.Shape.Rank >= 2).All(p => p.Shape.Count == p.Shape.Dimensions.ToArray().Max()).ShouldBeTrue("floating-point matrices left");
        foreach (Node layer in prepared.Nodes.Where(n => layers.Contains(n.Name)))
        {
            HalfAStepAway(prepared.Parameters[layer.Inputs[1]], stored, layer).ShouldBeTrue(layer.Name);
        }
    }

    [Fact]
    public void Of_LayersThatShareAWeight_AreFloatingTogether()
    {
        ModelGraph prepared = StaticQuantizer.Prepare(SmallNet.Create());
        Node[] twins = [.. prepared.Nodes.Where(n => n.Name is "stage1/block1/conv1" or "stage1/block1/conv2")];
        ModelGraph tied = prepared with { Nodes = [.. prepared.Nodes.Select(n => n == twins[1] ? n with { Inputs = n.Inputs.SetItem(1, twins[0].Inputs[1]) } : n)] };

        QuantizationPlan plan = QuantizationPlan.Of(tied, [], [twins[1].Name]);

        plan.WeightOnly.Select(l => l.Name).ShouldBe(twins.Select(t => t.Name));
        plan.Layers.Count.ShouldBe(QuantizationPlan.Of(prepared, []).Layers.Count - 2);
    }

    [Fact]
    public void Quantize_MixedLayers_StaysCloseToTheNetwork()
    {
        using TensorScope scope = TensorScope.Begin();
        ModelGraph graph = SmallNet.Create();
        var options = new QuantizeOptions { WeightOnly = ["stem", "stage2/block1/conv2", "head"] };

        ModelGraph quantized = StaticQuantizer.Quantize(graph, SmallNet.Calibration(graph), options);

        float[] before = Run(graph), after = Run(quantized);
        double error = Math.Sqrt(before.Zip(after, (a, b) => (a - b) * (a - b)).Average()), size = Math.Sqrt(before.Average(a => a * a));
        (error / size).ShouldBeInRange(1e-6, 0.05);
    }

    private static float[] Run(ModelGraph graph)
    {
        using var executor = new GraphExecutor(graph);
        return executor.Run(SmallNet.Samples(8)).ToArray<float>();
    }

    private static bool HalfAStepAway(TensorData weight, ModelGraph stored, Node layer)
    {
        Node product = stored.Nodes.First(n => n.Outputs[0] == stored.Nodes.First(m => m.Name == layer.Name).Inputs[1]);
        TensorData codes = stored.Parameters[stored.Nodes.First(n => n.Outputs[0] == product.Inputs[0]).Inputs[0]], scale = stored.Parameters[product.Inputs[1]];
        int axis = WeightQuantizer.ChannelAxis(layer, weight), inner = weight.Shape.Product(axis + 1, weight.Shape.Rank);
        float[] w = weight.ToFloats(), s = scale.ToFloats();
        sbyte[] q = codes.AsSpan<sbyte>().ToArray();
        return Enumerable.Range(0, w.Length).All(i => Math.Abs(w[i] - (q[i] * s[i / inner % s.Length])) <= s[i / inner % s.Length] * 0.5001f);
    }
}
