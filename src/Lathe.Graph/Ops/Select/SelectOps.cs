namespace Lathe.Graph.Ops.Select;

/// <summary>All operators that pick, place or resample elements.</summary>
internal static class SelectOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new GatherOp(), new GatherElementsOp(), new GatherNdOp(), new ScatterOp("ScatterElements", false), new ScatterOp("Scatter", false), new ScatterOp("ScatterND", true),
        new WhereOp(), new NonZeroOp(), new OneHotOp(), new TriluOp(), new ResizeOp(),
        new HardmaxOp(), new CompressOp(), new ReverseSequenceOp(), new UniqueOp(), new MaxUnpoolOp(), new NonMaxSuppressionOp(), new GridSampleOp(), new RoiAlignOp(),
    ];
}
