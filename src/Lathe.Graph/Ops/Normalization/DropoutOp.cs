using Lathe.Tensors;

namespace Lathe.Graph.Ops.Normalization;

/// <summary>Dropout: the identity outside training.</summary>
internal sealed class DropoutOp : OpDefinition
{
    public override string OpType => "Dropout";

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        float rate = context.Optional(1) is { Count: 1, DType: DType.Float32 } given ? given.Item() : 0.5f;
        if (context.Training && rate > 0)
        {
            return [Functions.Dropout(x, rate, context.Key)];
        }

        Tensor same = Functions.Cast(x, x.DType);
        return context.Node.Outputs.Length == 1 ? [same] : [same, Tensor.From<bool>(Enumerable.Repeat(true, x.Count).ToArray(), x.Shape)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(0);

    public override void Couple(Coupling.CouplingContext context) => context.SameShape();
}
