using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Slices at index tuples.</summary>
internal sealed class GatherNdOp : OpDefinition
{
    public override string OpType => "GatherND";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), indices = context.Input(1);
        int shared = (int)context.Attributes.Int("batch_dims", 0), width = indices.Shape[-1];
        long[] numbers = context.Integers(1)!;
        int tuples = width == 0 ? indices.Shape.Product(0, indices.Rank - 1) : numbers.Length / width;
        int batches = x.Shape.Product(0, shared), perBatch = tuples / Math.Max(1, batches), slots = x.Shape.Product(shared, shared + width);
        long[] places = new long[tuples];
        for (int t = 0; t < tuples; t++)
        {
            places[t] = ((long)(t / perBatch) * slots) + ElementPlaces.OfTuple(context.Node, x.Shape, shared, numbers.AsSpan(t * width, width));
        }

        Tensor rows = Functions.Reshape(x, new Tensors.Shape(batches * slots, x.Shape.Product(shared + width, x.Rank)));
        Tensor picked = Functions.Gather(rows, Tensor.From<long>(places, new Tensors.Shape(tuples)));
        return [Functions.Reshape(picked, new Tensors.Shape([.. indices.Shape.Dimensions[..^1], .. x.Shape.Dimensions[(shared + width)..]]))];
    }
}
