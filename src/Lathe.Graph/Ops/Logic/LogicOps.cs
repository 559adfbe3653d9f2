using Lathe.Tensors;

namespace Lathe.Graph.Ops.Logic;

/// <summary>All comparisons and truth functions.</summary>
internal static class LogicOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new ComparisonOp("Equal", Functions.Equal),
        new ComparisonOp("Less", Functions.Less),
        new ComparisonOp("LessOrEqual", Functions.LessOrEqual),
        new ComparisonOp("Greater", (a, b) => Functions.Less(b, a)),
        new ComparisonOp("GreaterOrEqual", (a, b) => Functions.LessOrEqual(b, a)),
        new BooleanOp("And", (a, b) => a && b),
        new BooleanOp("Or", (a, b) => a || b),
        new BooleanOp("Xor", (a, b) => a != b),
        new PredicateOp("Not", (_, v) => v == 0),
        new PredicateOp("IsNaN", (_, v) => double.IsNaN(v)),
        new PredicateOp("IsInf", (a, v) => (double.IsPositiveInfinity(v) && a.Int("detect_positive", 1) != 0) || (double.IsNegativeInfinity(v) && a.Int("detect_negative", 1) != 0)),
    ];
}
