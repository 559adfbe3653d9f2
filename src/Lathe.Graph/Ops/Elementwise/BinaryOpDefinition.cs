using Lathe.Tensors;
using Lathe.Tensors.Kernels;

namespace Lathe.Graph.Ops.Elementwise;

/// <summary>An elementwise function of two arguments (or more, folded from the left) with broadcasting.</summary>
internal sealed class BinaryOpDefinition(string opType, BinaryOp op, int maxInputs = 2) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => maxInputs > 2 ? 1 : 2;

    public override int MaxInputs => maxInputs;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor[] inputs = context.Inputs();
        Tensor result = inputs.Length == 1 ? Functions.Cast(inputs[0], inputs[0].DType) : inputs[0];
        foreach (Tensor input in inputs.Skip(1))
        {
            Tensor right = op == BinaryOp.Power && input.DType != result.DType ? Functions.Cast(input, result.DType) : input;
            result = Functions.Binary(op, result, right);
        }

        return [result];
    }

    public override void Couple(Coupling.CouplingContext context) => context.Elementwise();
}
