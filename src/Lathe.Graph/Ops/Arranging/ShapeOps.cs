namespace Lathe.Graph.Ops.Arranging;

/// <summary>All operators that only arrange elements or speak about shapes.</summary>
internal static class ShapeOps
{
    public static IEnumerable<OpDefinition> All =>
    [
        new ReshapeOp(), new FlattenOp(), new SqueezeOp("Squeeze", false), new SqueezeOp("Unsqueeze", true), new TransposeOp(), new ConcatOp(), new SplitOp(), new SliceOp(), new PadOp(),
        new ShapeOp(), new SizeOp(), new ExpandOp(), new TileOp(), new IdentityOp(), new CastOp(), new CastLikeOp(), new ConstantOfShapeOp(), new RangeOp(), new ConstantOp(), new DepthToSpaceOp(), new SpaceToDepthOp(), new ChannelShuffleOp(), new EyeLikeOp(),
    ];
}
