using Lathe.Graph;
using Lathe.Runtime.Floating;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Functions of one value in floating point.</summary>
internal static class FloatFunctionLowering
{
    private static readonly Dictionary<string, Func<Node, LoweringContext, (FloatFunction Function, float A, float B)?>> s_functions = new()
    {
        ["Relu"] = Limits,
        ["Clip"] = Limits,
        ["LeakyRelu"] = (node, _) => (FloatFunction.LeakyRelu, node.Attributes.Float("alpha", 0.01f), 0),
        ["PRelu"] = (node, context) => Floats.Numbers(node.Input(1), context) is [float slope] ? (FloatFunction.LeakyRelu, slope, 0f) : null,
        ["Elu"] = (node, _) => (FloatFunction.Elu, node.Attributes.Float("alpha", 1), 0),
        ["HardSigmoid"] = (node, _) => (FloatFunction.HardSigmoid, node.Attributes.Float("alpha", 0.2f), node.Attributes.Float("beta", 0.5f)),
        ["HardSwish"] = (_, _) => (FloatFunction.HardSwish, 0, 0),
        ["Sigmoid"] = (_, _) => (FloatFunction.Sigmoid, 0, 0),
        ["Tanh"] = (_, _) => (FloatFunction.Tanh, 0, 0),
        ["Exp"] = (_, _) => (FloatFunction.Exponential, 0, 0),
        ["Erf"] = (_, _) => (FloatFunction.Erf, 0, 0),
        ["Gelu"] = (node, _) => (node.Attributes.Text("approximate", "none") == "tanh" ? FloatFunction.GeluTanh : FloatFunction.Gelu, 0, 0),
        ["Abs"] = (_, _) => (FloatFunction.Absolute, 0, 0),
        ["Neg"] = (_, _) => (FloatFunction.Line, -1, 0),
        ["Reciprocal"] = (_, _) => (FloatFunction.Quotient, 0, 1),
    };

    /// <summary>True for the operators there is a kernel for.</summary>
    public static bool Knows(string operatorName) => s_functions.ContainsKey(operatorName);

    public static void Lower(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } x)
        {
            return;
        }

        if (s_functions[node.OpType](node, context) is not var (function, a, b))
        {
            context.Refuse(node, "has limits or slopes that are computed, or a slope for each channel. Use constants, and one slope for all.");
            return;
        }

        context.Add(new FloatFunctionOp { Name = node.Name, Function = function, A = a, B = b, Input = x.Value, Output = Floats.Like(x, node.Outputs[0], context).Value });
    }

    private static (FloatFunction Function, float A, float B)? Limits(Node node, LoweringContext context) =>
        Floats.Limits(node, context) is var (low, high) ? (FloatFunction.Clip, low, high) : null;
}
