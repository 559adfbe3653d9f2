using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Undoes a max pooling: each value goes to where it was found, zeros elsewhere.</summary>
internal sealed class MaxUnpoolOp : OpDefinition
{
    public override string OpType => "MaxUnpool";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int[] natural = Natural(context.Node, x.Shape);
        var shape = new Tensors.Shape(context.Integers(2) is { } given ? Array.ConvertAll(given, d => checked((int)d)) : natural);
        long[] places = context.Integers(1)!;
        // Place 0 of the padded row is the zero that fills the gaps.
        long[] sources = new long[shape.Count];
        for (int i = 0; i < places.Length; i++)
        {
            long place = Move(places[i], natural, shape);
            if ((ulong)place >= (ulong)sources.Length)
            {
                throw new InvalidInputException($"{context.Node.Describe()}: index {places[i]} is outside the result {shape}.");
            }

            sources[place] = i + 1;
        }

        Tensor row = Functions.Pad(Functions.Reshape(x, new Tensors.Shape(x.Count)), [1], [0]);
        return [Functions.Reshape(Functions.Gather(row, Tensor.From<long>(sources, new Tensors.Shape(sources.Length))), shape)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);

    // The size that pooling with the same window would have started from.
    private static int[] Natural(Node node, Tensors.Shape x)
    {
        long[] kernel = node.Attributes.Ints("kernel_shape") ?? throw new InvalidInputException($"{node.Describe()} has no kernel_shape.");
        long[]? strides = node.Attributes.Ints("strides"), pads = node.Attributes.Ints("pads");
        int[] shape = x.Dimensions.ToArray();
        for (int i = 0; i < kernel.Length; i++)
        {
            long padding = pads is null ? 0 : pads[i] + pads[i + kernel.Length];
            shape[i + 2] = checked((int)(((x[i + 2] - 1) * (strides is null ? 1 : strides[i])) + kernel[i] - padding));
        }

        return shape;
    }

    // Indices speak of a tensor of the natural size, whatever size is asked for.
    private static long Move(long place, int[] from, Tensors.Shape to)
    {
        long moved = 0, stride = 1;
        for (int d = from.Length - 1; d >= 0; d--)
        {
            moved += place % from[d] * stride;
            place /= from[d];
            stride *= to[d];
        }

        return moved + (place * stride);
    }
}
