using Lathe.Tensors;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>
/// ThresholdedRelu (<c>x &gt; alpha ? x : 0</c>) or Shrink (x moved by the bias towards 0 outside [-lambd, lambd], 0 inside):
/// a choice between linear pieces.
/// </summary>
internal sealed class ThresholdOp(string opType, bool bothSides) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor values = Floating.Of(x), zero = Tensor.Scalar(0f);
        float threshold = bothSides ? context.Attributes.Float("lambd", 0.5f) : context.Attributes.Float("alpha", 1);
        float bias = bothSides ? context.Attributes.Float("bias", 0) : 0;
        Tensor y = Functions.Where(Functions.Less(Tensor.Scalar(threshold), values), Functions.Affine(values, 1, -bias), zero);
        if (bothSides)
        {
            y = Functions.Where(Functions.Less(values, Tensor.Scalar(-threshold)), Functions.Affine(values, 1, bias), y);
        }

        return [Floating.Back(y, x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(bothSides ? 4 : 1);

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
