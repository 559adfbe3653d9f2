using Lathe.Tensors;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>Mean of any number of tensors, broadcast.</summary>
internal sealed class MeanOp : OpDefinition
{
    public override string OpType => "Mean";

    public override int MaxInputs => 64;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor[] inputs = context.Inputs();
        Tensor sum = inputs.Aggregate(Functions.Add);
        return [Functions.Affine(sum, 1f / inputs.Length, 0)];
    }

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
