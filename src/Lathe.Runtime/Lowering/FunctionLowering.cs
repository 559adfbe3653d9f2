using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Functions of one value, of any kind, as tables of their 256 results: the node itself is run on every code.</summary>
internal static class FunctionLowering
{
    private const int Codes = 256;

    private static readonly HashSet<string> s_functions =
    [
        "Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Elu", "Selu", "Celu", "Gelu", "Softplus", "Softsign", "Mish", "Erf", "Exp",
        "Abs", "Neg", "Sqrt", "Reciprocal", "ThresholdedRelu", "Sin", "Cos", "Sign", "Floor", "Ceil", "Round",
    ];

    /// <summary>True for operators that map each number by itself.</summary>
    public static bool Knows(string operatorName) => s_functions.Contains(operatorName);

    /// <summary>Lowers a node of one computed input, its others constant numbers.</summary>
    public static void Lower(Node node, LoweringContext context)
    {
        int place = Enumerable.Range(0, node.Inputs.Length).FirstOrDefault(i => context.Find(node.Inputs[i]) is not null, -1);
        if (place < 0 || context.Find(node.Inputs[place]) is not { } x)
        {
            context.Refuse(node, "reads the network's input before it is quantized. Quantize the input first.");
            return;
        }

        if (node.Inputs.Where((name, i) => i != place && name.Length > 0).Any(name => context.Constants.Numbers(name) is not { Length: 1 }))
        {
            context.Refuse(node, "combines a tensor with a constant of many numbers. Fold the constant into the weights of the layer before or after it.");
            return;
        }

        if (x.Value.Type != DType.Int8)
        {
            context.Refuse(node, "is a function of 16-bit codes; tables are for 8 bits. Quantize its input to 8 bits.");
            return;
        }

        double[] results = Run(node, place, x, context);
        CodeScale scale = context.Targets.Scale(node.Outputs[0]).Scale ?? Range(results);
        IntegerValue y = context.Value(node.Outputs[0], x.Value.Shape);
        ImmutableArray<sbyte> table = [.. results.Select(v => (sbyte)Math.Clamp(Math.Round(v / scale.Scale) + scale.Zero, sbyte.MinValue, sbyte.MaxValue))];
        context.Set(node.Outputs[0], x with { Value = y, Scale = scale });
        context.Add(new LookupOp { Name = node.Name, Input = x.Value, Output = y, Table = table });
    }

    private static double[] Run(Node node, int place, Coded x, LoweringContext context)
    {
        float[] values = [.. Enumerable.Range(sbyte.MinValue, Codes).Select(code => (float)(x.Scale.Scale * (code - x.Scale.Zero)))];
        var one = new ModelGraph
        {
            Name = node.Name,
            Inputs = [new ValueInfo("x", DType.Float32, [Codes])],
            Outputs = [new ValueInfo("y", DType.Float32, null)],
            Nodes = [node with { Inputs = node.Inputs.SetItem(place, "x"), Outputs = ["y"] }],
            Parameters = node.Inputs.Where((name, i) => i != place && name.Length > 0).Distinct().ToImmutableDictionary(name => name, name => TensorData.Scalar((float)context.Constants.Numbers(name)![0])),
        };
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(one);
        return Array.ConvertAll(executor.Run(Tensor.From(values, new Shape(Codes))).ToArray<float>(), v => (double)v);
    }

    // A range with zero in it that holds all results.
    private static CodeScale Range(double[] results)
    {
        double low = Math.Min(0, results.Min()), high = Math.Max(0, results.Max()), scale = Math.Max((high - low) / (Codes - 1), 1e-8);
        return new CodeScale(scale, (int)Math.Clamp(Math.Round(-low / scale) + sbyte.MinValue, sbyte.MinValue, sbyte.MaxValue));
    }
}
