namespace Lathe.Graph.Ops.Quantizers;

/// <summary>The quantizers that are trained through.</summary>
internal static class QuantizerOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new StraightQuantizeOp(), new LearnedStepQuantizeOp(), new ClippedQuantizeOp(), new SoftQuantizeOp(), new TanhQuantizeOp(),
        new BinarizeOp(), new TernarizeOp(), new QuantizeGradientOp(),
    ];
}
