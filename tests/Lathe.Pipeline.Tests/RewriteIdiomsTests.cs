using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Rewriting;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

/// <summary>Idioms that exporters spell out, named by the passes, written by the exporter, run by ONNX Runtime.</summary>
public class RewriteIdiomsTests
{
    [Fact]
    public void PrepareForInference_IdiomsOfATransformer_EqualTheSpelledOutFormulasInOnnxRuntime()
    {
        var editor = new GraphEditor("block");
        editor.Inputs.Add(new ValueInfo(editor.Fresh("x"), DType.Float32, ["N", 6, 16]));
        string Op(string op, params string[] inputs) => editor.Add(op, inputs).Outputs[0];
        string Number(float value) => editor.AddParameter("number", TensorData.Scalar(value));
        string Mean(string value) => editor.Add("ReduceMean", [value], AttributeMap.Empty.With("axes", new long[] { -1 })).Outputs[0];
        string Weight(string name, params int[] shape)
        {
            float[] values = new float[new Shape(shape).Count];
            RandomKey.FromSeed(1).Fold(name).FillNormal(values, 0, 0.5f);
            return editor.AddParameter(name, TensorData.From<float>(values, new Shape(shape)));
        }

        string centered = Op("Sub", "x", Mean("x"));
        string normal = Op("Div", centered, Op("Sqrt", Op("Add", Mean(Op("Pow", centered, Number(2))), Number(1e-5f))));
        string h = Op("MatMul", Op("Add", Op("Mul", normal, Weight("scale", 16)), Weight("shift", 16)), Weight("w", 16, 24));
        string gelu = Op("Mul", Op("Mul", h, Op("Add", Op("Erf", Op("Div", h, Number(1.41421356f))), Number(1))), Number(0.5f));
        string swish = Op("Div", Op("Mul", gelu, Op("Clip", Op("Add", gelu, Number(3)), Number(0), Number(6))), Number(6));
        string batchSize = Op("Gather", Op("Shape", swish), editor.AddParameter("first", TensorData.Integers(0)));
        string shape = editor.Add("Concat", [batchSize, editor.AddParameter("rest", TensorData.Integers(-1))], AttributeMap.Empty.With("axis", 0)).Outputs[0];
        editor.Outputs.Add(new ValueInfo(Op("Reshape", swish, shape), DType.Float32, null));
        ModelGraph graph = editor.ToGraph();

        ModelGraph prepared = StandardPasses.PrepareForInference.Run(graph);

        prepared.Nodes.Select(n => n.OpType).ShouldBe(["LayerNormalization", "MatMul", "Gelu", "HardSwish", "Reshape"]);
        foreach (int batch in new[] { 1, 5 })
        {
            ModelComparison.Run(graph, Onnx.OnnxModel.ToBytes(prepared), batch, RandomKey.FromSeed(2)).LargestRelative.ShouldBeLessThan(1e-5);
        }
    }
}
