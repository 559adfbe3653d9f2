using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization.PostTraining;

/// <summary>Two dense layers on 40 inputs with matrices of both orders, and what networks compute.</summary>
internal static class DenseNet
{
    public const int Inputs = 40, Hidden = 24, Outputs = 4;

    public static ModelGraph Create()
    {
        var editor = new GraphEditor("dense");
        editor.Inputs.Add(new ValueInfo("x", DType.Float32, ["N", Inputs]));
        string first = editor.AddParameter("w1", Normal("w1", Inputs, Hidden)), second = editor.AddParameter("w2", Normal("w2", Outputs, Hidden));
        Node a = editor.Add("MatMul", ["x", first], name: "first");
        Node b = editor.Add("Add", [a.Outputs[0], editor.AddParameter("b1", Normal("b1", Hidden))]);
        Node c = editor.Add("Relu", [b.Outputs[0]]);
        Node d = editor.Add("Gemm", [c.Outputs[0], second, editor.AddParameter("b2", Normal("b2", Outputs))], AttributeMap.Empty.With("transB", 1L), name: "second");
        editor.Outputs.Add(new ValueInfo(d.Outputs[0], DType.Float32, ["N", Outputs]));
        return GraphVerifier.Verify(editor.ToGraph());
    }

    public static float[] Run(ModelGraph graph, Tensor input)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(input).ToArray<float>();
    }

    public static float[] Run(ModelGraph graph)
    {
        float[] values = new float[16 * Inputs];
        RandomKey.FromSeed(8).FillNormal(values);
        using Tensor input = Tensor.From<float>(values, new Shape(16, Inputs));
        return Run(graph, input);
    }

    public static double SquaredError(float[] a, float[] b) => a.Zip(b, (x, y) => ((double)x - y) * (x - y)).Sum();

    private static TensorData Normal(string name, params int[] shape)
    {
        float[] values = new float[new Shape(shape).Count];
        RandomKey.FromSeed(1).Fold(name).FillNormal(values, 0, 0.3f);
        return TensorData.From<float>(values, new Shape(shape));
    }
}
