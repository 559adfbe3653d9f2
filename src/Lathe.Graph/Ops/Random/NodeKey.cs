using Lathe.Tensors;

namespace Lathe.Graph.Ops.Random;

/// <summary>The randomness of a node: of its seed attribute when it has one, else of the run.</summary>
internal static class NodeKey
{
    public static RandomKey Of(ForwardContext context) =>
        context.Attributes.Has("seed") ? RandomKey.FromSeed(BitConverter.SingleToInt32Bits(context.Attributes.Float("seed", 0))) : context.Key;
}
