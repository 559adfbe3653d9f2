using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Reduce;

/// <summary>All reductions and searches along axes.</summary>
internal static class ReduceOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new ReduceOpDefinition("ReduceSum", ReduceOp.Sum),
        new ReduceOpDefinition("ReduceMean", ReduceOp.Mean),
        new ReduceOpDefinition("ReduceMax", ReduceOp.Max),
        new ReduceOpDefinition("ReduceMin", ReduceOp.Min),
        new ReduceOpDefinition("ReduceProd", ReduceOp.Product),
        new ReduceOpDefinition("ReduceSumSquare", ReduceOp.SumSquare),
        new ReduceOpDefinition("ReduceL1", ReduceOp.SumAbs),
        new ReduceOpDefinition("ReduceL2", ReduceOp.SumSquare, null, y => Functions.Unary(UnaryOp.Sqrt, y)),
        new ReduceOpDefinition("ReduceLogSum", ReduceOp.Sum, null, y => Functions.Unary(UnaryOp.Log, y)),
        new ReduceOpDefinition("ReduceLogSumExp", ReduceOp.Sum, x => Functions.Unary(UnaryOp.Exp, x), y => Functions.Unary(UnaryOp.Log, y)),
        new ArgOp("ArgMax", true),
        new ArgOp("ArgMin", false),
        new TopKOp(),
        new CumSumOp(),
    ];
}
