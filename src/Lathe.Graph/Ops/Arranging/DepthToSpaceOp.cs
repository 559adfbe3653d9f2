using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>Moves channels into space: [N, C b b, H, W] to [N, C, H b, W b].</summary>
internal sealed class DepthToSpaceOp : OpDefinition
{
    public override string OpType => "DepthToSpace";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int b = (int)context.Attributes.Int("blocksize", 1), c = x.Shape[1] / (b * b), h = x.Shape[2], w = x.Shape[3];
        Tensor y = context.Attributes.Text("mode", "DCR") == "DCR"
            ? Functions.Transpose(Functions.Reshape(x, new Tensors.Shape(x.Shape[0], b, b, c, h, w)), [0, 3, 4, 1, 5, 2])
            : Functions.Transpose(Functions.Reshape(x, new Tensors.Shape(x.Shape[0], c, b, b, h, w)), [0, 1, 4, 2, 5, 3]);
        return [Functions.Reshape(y, new Tensors.Shape(x.Shape[0], c, h * b, w * b))];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
