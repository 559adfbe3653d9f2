using Lathe.Tensors;

namespace Lathe.Graph.Ops.Reduce;

/// <summary>The k largest or smallest elements along an axis, and where they stood; the lower index first among equals.</summary>
internal sealed class TopKOp : OpDefinition
{
    public override string OpType => "TopK";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", -1));
        int k = checked((int)context.Integers(1)![0]), size = x.Shape[axis];
        if (k < 0 || k > size)
        {
            throw new InvalidInputException($"{context.Node.Describe()}: k is {k}, but axis {axis} of {x} has {size} elements.");
        }

        bool largest = context.Attributes.Int("largest", 1) != 0;
        double[] data = Functions.Cast(x, DType.Float64).ToArray<double>();
        int outer = x.Shape.Product(0, axis), inner = x.Shape.Product(axis + 1, x.Rank);
        var values = new double[outer * k * inner];
        var places = new long[values.Length];
        for (int row = 0; row < outer * inner; row++)
        {
            int o = row / inner, i = row % inner;
            double At(int p) => data[(((o * size) + p) * inner) + i];
            IEnumerable<int> order = Enumerable.Range(0, size);
            order = largest ? order.OrderByDescending(At).ThenBy(p => p) : order.OrderBy(At).ThenBy(p => p);
            int rank = 0;
            foreach (int p in order.Take(k))
            {
                int at = (((o * k) + rank++) * inner) + i;
                (values[at], places[at]) = (At(p), p);
            }
        }

        Tensors.Shape shape = x.Shape.With(axis, k);
        return [Functions.Cast(Tensor.From<double>(values, shape), x.DType), Tensor.From<long>(places, shape)];
    }
}
