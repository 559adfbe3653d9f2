using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>The upper or lower triangle of matrices.</summary>
internal sealed class TriluOp : OpDefinition
{
    public override string OpType => "Trilu";

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        long diagonal = context.Integers(1) is { } given ? given[0] : 0;
        bool upper = context.Attributes.Int("upper", 1) != 0;
        int rows = x.Shape[-2], columns = x.Shape[-1];
        var mask = new bool[rows * columns];
        for (int i = 0; i < mask.Length; i++)
        {
            long offset = (i % columns) - (i / columns);
            mask[i] = upper ? offset >= diagonal : offset <= diagonal;
        }

        return [Functions.Where(Tensor.From<bool>(mask, new Tensors.Shape(rows, columns)), x, Tensor.Zeros(Tensors.Shape.Scalar, x.DType))];
    }
}
