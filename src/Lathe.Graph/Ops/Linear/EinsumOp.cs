using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>Einstein summation: labels that the result lacks are summed over; operands are contracted from left to right by matrix products.</summary>
internal sealed class EinsumOp : OpDefinition
{
    public override string OpType => "Einsum";

    public override int MaxInputs => 64;

    public override bool Learns(int input) => true;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor[] inputs = context.Inputs();
        DType type = inputs[0].DType;
        var equation = EinsumEquation.Parse(context.Node, [.. inputs.Select(i => i.Shape)]);
        LabeledTensor result = Operand(equation, inputs, 0);
        for (int i = 1; i < inputs.Length; i++)
        {
            string later = equation.Result + string.Concat(equation.Operands.Skip(i + 1));
            result = result.Contract(Operand(equation, inputs, i), later);
        }

        result = result.Sum(equation.Result).Arrange(equation.Result);
        return [type == DType.Float32 ? Functions.Cast(result.Values, type) : Floating.Back(result.Values, type)];
    }

    public override OpCost Cost(CostContext context)
    {
        if (context.Input(0).Shape.Rank == 0)
        {
            return context.Traffic(0, 0);
        }

        var equation = EinsumEquation.Parse(context.Node, [.. Enumerable.Range(0, context.Node.Inputs.Length).Select(i => context.Input(i).Shape)]);
        long work = equation.Sizes.Values.Aggregate(1L, (product, size) => product * size);
        return context.Traffic(context.Node.Inputs.Length > 1 ? work : 0, context.Node.Inputs.Length > 1 ? 0 : work);
    }

    // What no other operand and not the result needs is summed at once.
    private static LabeledTensor Operand(EinsumEquation equation, Tensor[] inputs, int index)
    {
        string others = equation.Result + string.Concat(equation.Operands.Where((_, i) => i != index));
        return LabeledTensor.Of(Floating.Of(inputs[index]), equation.Operands[index]).Sum(others);
    }
}
