using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Indices as rows that are "on" at one place.</summary>
internal sealed class OneHotOp : OpDefinition
{
    public override string OpType => "OneHot";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor indices = context.Input(0), values = context.Input(2);
        int depth = (int)Functions.Cast(context.Input(1), DType.Int64).ToArray<long>()[0];
        long[] places = Functions.Cast(indices, DType.Int64).ToArray<long>();
        var mask = new bool[places.Length * depth];
        for (int i = 0; i < places.Length; i++)
        {
            long place = places[i] < 0 ? places[i] + depth : places[i];
            if ((ulong)place < (ulong)depth)
            {
                mask[(i * depth) + place] = true;
            }
        }

        Tensor rows = Tensor.From<bool>(mask, new Tensors.Shape([.. indices.Shape.Dimensions, depth]));
        int axis = rows.Shape.Axis((int)context.Attributes.Int("axis", -1));
        if (axis != rows.Rank - 1)
        {
            int[] order = [.. Enumerable.Range(0, axis), rows.Rank - 1, .. Enumerable.Range(axis, rows.Rank - 1 - axis)];
            rows = Functions.Transpose(rows, order);
        }

        return [Functions.Where(rows, Functions.Slice(values, 0, 1, 1), Functions.Slice(values, 0, 0, 1))];
    }
}
