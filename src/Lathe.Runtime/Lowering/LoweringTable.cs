using Lathe.Graph;

namespace Lathe.Runtime.Lowering;

/// <summary>How each operator becomes operations of an integer graph: what only moves values is the same for codes and for floats.</summary>
/// <param name="own">Operators that differ.</param>
/// <param name="knowsFunction">True for an operator that is a function of one value.</param>
/// <param name="lowerFunction">Lowers it.</param>
internal sealed class LoweringTable(Dictionary<string, Action<Node, LoweringContext>> own, Func<string, bool> knowsFunction, Action<Node, LoweringContext> lowerFunction)
{
    private static readonly Dictionary<string, Action<Node, LoweringContext>> s_moving = new()
    {
        ["Identity"] = Edges.Pass,
        ["Dropout"] = Edges.Pass,
        ["Concat"] = MovingLowering.Concat,
        ["Flatten"] = MovingLowering.Reshape,
        ["Reshape"] = MovingLowering.Reshape,
        ["Squeeze"] = MovingLowering.Reshape,
        ["Unsqueeze"] = MovingLowering.Reshape,
        ["Transpose"] = MovingLowering.Transpose,
        ["Pad"] = MovingLowering.Pad,
        ["Resize"] = MovingLowering.Resize,
        ["ArgMax"] = ArgMaxLowering.Lower,
    };

    /// <summary>True when an operator can be lowered in some form.</summary>
    public bool Knows(Node node) => node.Domain is "" or "ai.onnx" && (own.ContainsKey(node.OpType) || s_moving.ContainsKey(node.OpType) || knowsFunction(node.OpType));

    /// <summary>Lowers a node whose inputs are ready.</summary>
    public void Lower(Node node, LoweringContext context) => (own.GetValueOrDefault(node.OpType) ?? s_moving.GetValueOrDefault(node.OpType) ?? lowerFunction)(node, context);
}
