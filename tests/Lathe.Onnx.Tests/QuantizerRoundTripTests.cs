using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Tensors;

namespace Lathe.Onnx.Tests;

/// <summary>A network under quantization-aware training survives a file: its quantizers are of a domain of their own.</summary>
public class QuantizerRoundTripTests
{
    [Fact]
    public void Quantizers_SavedAndLoaded_AreTheSame()
    {
        var editor = new GraphEditor("net");
        editor.Inputs.Add(new ValueInfo(editor.Fresh("x"), DType.Float32, ["N", 6]));
        float[] weights = new float[24];
        RandomKey.FromSeed(1).FillNormal(weights);
        string w = editor.AddParameter("w", TensorData.From<float>(weights, new Shape(4, 6))), step = editor.AddParameter("w/step", TensorData.From<float>([0.1f, 0.2f, 0.3f, 0.4f], new Shape(4)));
        AttributeMap codes = AttributeMap.Empty.With("low", -4L).With("high", 3L).With("axis", 0L).With("weight", 1L);
        string quantized = editor.Add("LearnedStepQuantize", [w, step], codes, domain: QuantizerOp.QuantizerDomain).Outputs[0];
        string sign = editor.Add("Binarize", ["x"], AttributeMap.Empty.With("mode", "sign"), domain: QuantizerOp.QuantizerDomain).Outputs[0];
        string y = editor.Add("Gemm", [sign, quantized], AttributeMap.Empty.With("transB", 1L)).Outputs[0];
        editor.Outputs.Add(new ValueInfo(y, DType.Float32, ["N", 4]));
        ModelGraph graph = editor.ToGraph();

        ModelGraph again = OnnxModel.Parse(OnnxModel.ToBytes(graph));

        GraphPrinter.Print(again).ShouldBe(GraphPrinter.Print(graph));
        ParameterStore.LearnedNames(again).ShouldBe(["w", "w/step"], ignoreOrder: true);
        Run(again).ShouldBe(Run(graph));
    }

    private static float[] Run(ModelGraph graph)
    {
        using TensorScope scope = TensorScope.Begin();
        float[] values = new float[18];
        RandomKey.FromSeed(2).FillNormal(values);
        using var executor = new GraphExecutor(graph);
        return executor.Run(Tensor.From<float>(values, new Shape(3, 6))).ToArray<float>();
    }
}
