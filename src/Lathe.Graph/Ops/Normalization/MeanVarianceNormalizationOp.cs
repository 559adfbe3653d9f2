using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Normalization;

/// <summary><c>(x - mean) / (deviation + 1e-9)</c> over the given axes, all but channels when absent.</summary>
internal sealed class MeanVarianceNormalizationOp : OpDefinition
{
    private const float Tiny = 1e-9f;

    public override string OpType => "MeanVarianceNormalization";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = Floating.Of(context.Input(0));
        int[] axes = Array.ConvertAll(context.Attributes.Ints("axes") ?? [0, 2, 3], a => x.Shape.Axis((int)a));
        Tensor centered = Functions.Subtract(x, Functions.Mean(x, axes, keepDimensions: true));
        Tensor variance = Functions.Mean(Functions.Multiply(centered, centered), axes, keepDimensions: true);
        Tensor y = Functions.Divide(centered, Functions.Affine(Functions.Unary(UnaryOp.Sqrt, variance), 1, Tiny));
        return [Floating.Back(y, context.Input(0).DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(7);

    public override void Couple(Coupling.CouplingContext context)
    {
        string x = context.Input(0)!;
        long[] axes = context.Node.Attributes.Ints("axes") ?? [0, 2, 3];
        Shape shape = context.Shape(x);
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            context.Link(x, axis, context.Output(), axis);
            if (axes.Any(a => shape.Axis((int)a) == axis))
            {
                // Removing an element would change the statistics of the others.
                context.Pin(x, axis);
            }
        }
    }
}
