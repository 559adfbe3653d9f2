namespace Lathe.Graph.Ops.Loss;

/// <summary>All losses.</summary>
internal static class LossOps
{
    public static IEnumerable<OpDefinition> All => [new NegativeLogLikelihoodLossOp(), new SoftmaxCrossEntropyLossOp()];
}
