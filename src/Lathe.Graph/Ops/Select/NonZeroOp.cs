using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>The places of the elements that are not zero, as columns.</summary>
internal sealed class NonZeroOp : OpDefinition
{
    public override string OpType => "NonZero";

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        bool[] set = Functions.Cast(x, DType.Bool).ToArray<bool>();
        int[] places = [.. Enumerable.Range(0, set.Length).Where(i => set[i])];
        int rank = Math.Max(1, x.Rank);
        var columns = new long[rank * places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            int rest = places[i];
            for (int d = x.Rank - 1; d >= 0; d--)
            {
                columns[(d * places.Length) + i] = rest % x.Shape[d];
                rest /= x.Shape[d];
            }
        }

        return [Tensor.From<long>(columns, new Tensors.Shape(rank, places.Length))];
    }
}
