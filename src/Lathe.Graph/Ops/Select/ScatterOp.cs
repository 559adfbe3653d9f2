using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>A copy of a tensor with some elements or slices replaced or combined; not differentiable.</summary>
internal sealed class ScatterOp(string opType, bool tuples) : OpDefinition
{
    public override string OpType => opType;

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), indices = context.Input(1), updates = context.Input(2);
        string reduction = context.Attributes.Text("reduction", "none");
        long[] numbers = context.Integers(1)!;
        int width = tuples ? indices.Shape[-1] : 1, slice = tuples ? x.Shape.Product(width, x.Rank) : 1;
        long[] places = tuples
            ? [.. Enumerable.Range(0, numbers.Length / Math.Max(1, width)).Select(t => ElementPlaces.OfTuple(context.Node, x.Shape, 0, numbers.AsSpan(t * width, width)) * slice)]
            : ElementPlaces.Flat(context.Node, x.Shape, indices.Shape, numbers, x.Shape.Axis((int)context.Attributes.Int("axis", 0)));
        if (reduction == "none")
        {
            return [Replace(x, updates, places, slice)];
        }

        double[] data = Functions.Cast(x, DType.Float64).ToArray<double>(), news = Functions.Cast(updates, DType.Float64).ToArray<double>();
        for (int i = 0; i < news.Length; i++)
        {
            long at = places[i / slice] + (i % slice);
            data[at] = reduction switch
            {
                "add" => data[at] + news[i],
                "mul" => data[at] * news[i],
                "max" => Math.Max(data[at], news[i]),
                _ => Math.Min(data[at], news[i]),
            };
        }

        return [Functions.Cast(Tensor.From<double>(data, x.Shape), x.DType)];
    }

    private static Tensor Replace(Tensor x, Tensor updates, long[] places, int slice)
    {
        byte[] data = x.ToBytes(), news = updates.ToBytes();
        int bytes = slice * x.DType.Size();
        for (int i = 0; i < places.Length; i++)
        {
            news.AsSpan(i * bytes, bytes).CopyTo(data.AsSpan((int)(places[i] * x.DType.Size()), bytes));
        }

        return Tensor.FromBytes(data, x.Shape, x.DType);
    }
}
