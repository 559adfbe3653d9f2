using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Layer normalisation over the dimensions from an axis on.</summary>
internal sealed class LayerNormalizationOp : OpDefinition
{
    public override string OpType => "LayerNormalization";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", -1));
        float epsilon = context.Attributes.Float("epsilon", 1e-5f);
        Tensor y = Functions.LayerNorm(x, context.Input(1), context.Optional(2), axis, epsilon);
        if (context.Node.Outputs.Length == 1)
        {
            return [y];
        }

        int[] axes = [.. Enumerable.Range(axis, x.Rank - axis)];
        Tensor mean = Functions.Mean(x, axes, keepDimensions: true);
        Tensor centered = Functions.Subtract(x, mean);
        Tensor variance = Functions.Mean(Functions.Multiply(centered, centered), axes, keepDimensions: true);
        Tensor deviation = Functions.Unary(Tensors.Kernels.UnaryOp.Reciprocal, Functions.Unary(Tensors.Kernels.UnaryOp.Sqrt, Functions.Affine(variance, 1, epsilon)));
        return [y, mean, deviation];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(8);

    public override void Couple(CouplingContext context) => context.Elementwise();
}
