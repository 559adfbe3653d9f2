using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Moves space into channels: [N, C, H b, W b] to [N, C b b, H, W].</summary>
internal sealed class SpaceToDepthOp : OpDefinition
{
    public override string OpType => "SpaceToDepth";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int b = (int)context.Attributes.Int("blocksize", 1), c = x.Shape[1], h = x.Shape[2] / b, w = x.Shape[3] / b;
        Tensor y = Functions.Transpose(Functions.Reshape(x, new Tensors.Shape(x.Shape[0], c, h, b, w, b)), [0, 3, 5, 1, 2, 4]);
        return [Functions.Reshape(y, new Tensors.Shape(x.Shape[0], c * b * b, h, w))];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
