using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Rewriting;
using Lathe.Tensors;

namespace Lathe.Graph.Tests;

/// <summary>Builds small graphs with seeded parameters and compares what two graphs compute.</summary>
internal sealed class TestNet
{
    private readonly GraphEditor _editor = new("test");
    private readonly RandomKey _key = RandomKey.FromSeed(11);

    public string Input(string name, params Dimension[] shape) => Input(name, DType.Float32, shape);

    public string Input(string name, DType type, params Dimension[] shape)
    {
        _editor.Inputs.Add(new ValueInfo(_editor.Fresh(name), type, [.. shape]));
        return name;
    }

    public string Random(string name, float low, float high, params int[] shape)
    {
        var dimensions = new Shape(shape);
        float[] values = new float[dimensions.Count];
        _key.Fold(name).FillUniform(values, low, high);
        return _editor.AddParameter(name, TensorData.From<float>(values, dimensions));
    }

    public string Weight(string name, params int[] shape) => Random(name, -1, 1, shape);

    public string Number(float value) => _editor.AddParameter("number", TensorData.Scalar(value));

    public string Integers(params long[] values) => _editor.AddParameter("integers", TensorData.Integers(values));

    public string Constant(string name, TensorData data) => _editor.AddParameter(name, data);

    public string Op(string opType, params string[] inputs) => Op(opType, AttributeMap.Empty, inputs);

    /// <summary>Adds an operator; "lathe.X" is X of the internal domain.</summary>
    public string Op(string opType, AttributeMap attributes, params string[] inputs) => opType.StartsWith("lathe.", StringComparison.Ordinal)
        ? _editor.Add(opType[6..], inputs, attributes, domain: "lathe").Outputs[0]
        : _editor.Add(opType, inputs, attributes).Outputs[0];

    public Node Node(string opType, int outputs, AttributeMap attributes, params string[] inputs) => _editor.Add(opType, inputs, attributes, outputs: outputs);

    public string BatchNorm(string x, string name, int channels) => Op(
        "BatchNormalization",
        x,
        Random(name + "/scale", 0.5f, 1.5f, channels),
        Weight(name + "/shift", channels),
        Weight(name + "/mean", channels),
        Random(name + "/variance", 0.2f, 2, channels));

    public ModelGraph Build(params string[] outputs)
    {
        _editor.Outputs.AddRange(outputs.Select(o => new ValueInfo(o, DType.Float32, null)));
        return GraphVerifier.Verify(_editor.ToGraph());
    }

    public static AttributeMap Ints(string name, params long[] values) => AttributeMap.Empty.With(name, values);

    public static string[] OpTypes(ModelGraph graph) => [.. graph.Nodes.Select(n => n.OpType)];

    /// <summary>Runs a pass, verifies the result and checks that both graphs compute the same on random inputs.</summary>
    public static ModelGraph RunChecked(IGraphPass pass, ModelGraph graph, float tolerance = 2e-5f, int batch = 2)
    {
        ModelGraph rewritten = GraphVerifier.Verify(pass.Run(graph));
        rewritten.Outputs.Select(o => o.Name).ShouldBe(graph.Outputs.Select(o => o.Name));
        rewritten.Inputs.ShouldBe(graph.Inputs);
        ShouldComputeTheSame(graph, rewritten, tolerance, batch);
        return rewritten;
    }

    public static void ShouldComputeTheSame(ModelGraph expected, ModelGraph actual, float tolerance, int batch = 2)
    {
        using TensorScope scope = TensorScope.Begin();
        var inputs = expected.Inputs.ToDictionary(i => i.Name, i => RandomInput(i, batch));
        using var left = new GraphExecutor(expected);
        using var right = new GraphExecutor(actual);
        IReadOnlyDictionary<string, Tensor> want = left.Run(inputs), have = right.Run(inputs);
        foreach (ValueInfo output in expected.Outputs)
        {
            Tensor a = want[output.Name], b = have[output.Name];
            b.Shape.ShouldBe(a.Shape);
            b.DType.ShouldBe(a.DType);
            float[] x = Functions.Cast(a, DType.Float32).ToArray<float>(), y = Functions.Cast(b, DType.Float32).ToArray<float>();
            for (int i = 0; i < x.Length; i++)
            {
                Math.Abs(x[i] - y[i]).ShouldBeLessThanOrEqualTo(tolerance * Math.Max(1, Math.Abs(x[i])), $"{output.Name}[{i}]: {x[i]} and {y[i]}");
            }
        }
    }

    private static Tensor RandomInput(ValueInfo input, int batch)
    {
        Shape shape = input.Bind(batch);
        float[] values = new float[shape.Count];
        RandomKey.FromSeed(5).Fold(input.Name).FillUniform(values, -4, 4);
        return Functions.Cast(Tensor.From<float>(values, shape), input.Type);
    }
}
