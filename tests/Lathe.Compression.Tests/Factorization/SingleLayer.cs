using System.Collections.Immutable;
using Lathe.Compression.Factorization.Layers;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Factorization;

/// <summary>Networks of one layer, and the weight that a chain of nodes really has, seen through impulses.</summary>
internal static class SingleLayer
{
    public static ModelGraph Dense(int outputs, int inputs, string op = "Gemm", float[]? weight = null)
    {
        bool gemm = op == "Gemm";
        weight ??= Normal(outputs * inputs, 1);
        var parameters = new Dictionary<string, TensorData> { ["w"] = TensorData.From<float>(weight, gemm ? new Shape(outputs, inputs) : new Shape(inputs, outputs)) };
        if (gemm)
        {
            parameters["b"] = TensorData.From<float>(Normal(outputs, 2), new Shape(outputs));
        }

        return Graph(new Node("layer", op, gemm ? ["x", "w", "b"] : ["x", "w"], ["y"], gemm ? AttributeMap.Empty.With("transB", 1).With("alpha", 0.5f).With("beta", 2f) : AttributeMap.Empty), parameters, new Dimension(null, "N"), inputs);
    }

    /// <summary>A convolution whose output, for one pixel in, is its kernel turned around.</summary>
    public static ModelGraph Convolution(int outputs, int inputs, int height, int width, float[]? weight = null, AttributeMap? attributes = null) => Graph(
        new Node("layer", "Conv", ["x", "w", "b"], ["y"], attributes ?? AttributeMap.Empty.With("pads", new[] { height - 1, width - 1, height - 1, width - 1 })),
        new Dictionary<string, TensorData>
        {
            ["w"] = TensorData.From<float>(weight ?? Normal(outputs * inputs * height * width, 3), new Shape(outputs, inputs, height, width)),
            ["b"] = TensorData.From<float>(Normal(outputs, 4), new Shape(outputs)),
        },
        new Dimension(null, "N"), inputs, attributes is null ? 1 : 9, attributes is null ? 1 : 8);

    public static LinearLayer Layer(ModelGraph graph) => LinearLayer.Of(graph, ShapeInference.Run(graph)).Single();

    public static ModelGraph Replace(ModelGraph graph, LayerFactoring factoring, params int[] ranks)
    {
        var editor = new GraphEditor(graph);
        LayerSurgery.Replace(editor, factoring.Layer, factoring.Parts(ranks), factoring.Solve(ranks).Weights);
        return GraphVerifier.Verify(editor.ToGraph());
    }

    /// <summary>What comes out for one impulse on every input channel, bias taken off.</summary>
    public static float[] Response(ModelGraph graph)
    {
        int inputs = graph.Inputs[0].Shape!.Value[1].Value!.Value;
        float[] impulses = new float[inputs * inputs];
        for (int i = 0; i < inputs; i++)
        {
            impulses[(i * inputs) + i] = 1;
        }

        int rank = graph.Inputs[0].Shape!.Value.Length;
        float[] with = Run(graph, impulses, rank == 2 ? new Shape(inputs, inputs) : new Shape(inputs, inputs, 1, 1)), without = Run(graph, new float[inputs * inputs], rank == 2 ? new Shape(inputs, inputs) : new Shape(inputs, inputs, 1, 1));
        return [.. with.Zip(without, (a, b) => a - b)];
    }

    public static float[] Run(ModelGraph graph, float[] values, Shape shape)
    {
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(Tensor.From<float>(values, shape)).ToArray<float>();
    }

    public static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b, (x, y) => Math.Pow(x - y, 2)).Sum() / a.Sum(x => (double)x * x));

    public static float[] Normal(int count, ulong draw)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(41).Fold(draw).FillNormal(values);
        return values;
    }

    private static ModelGraph Graph(Node node, Dictionary<string, TensorData> parameters, params Dimension[] input) => GraphVerifier.Verify(new ModelGraph
    {
        Name = "single",
        Inputs = [new ValueInfo("x", DType.Float32, [.. input])],
        Outputs = [new ValueInfo("y", DType.Float32, null)],
        Nodes = [node],
        Parameters = parameters.ToImmutableDictionary(),
    });
}
