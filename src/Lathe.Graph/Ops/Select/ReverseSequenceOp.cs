using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>Reverses the first elements of every sequence of a batch, as many as its length says.</summary>
internal sealed class ReverseSequenceOp : OpDefinition
{
    public override string OpType => "ReverseSequence";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        bool timeFirst = context.Attributes.Int("time_axis", 0) == 0;
        long[] lengths = context.Integers(1)!;
        int rows = x.Shape[0], columns = x.Shape[1];
        if (lengths.Length != (timeFirst ? columns : rows) || lengths.Any(l => l < 0 || l > (timeFirst ? rows : columns)))
        {
            throw new InvalidInputException($"{context.Node.Describe()}: lengths [{string.Join(", ", lengths)}] do not fit {x}: one for each sequence, none longer than the time axis.");
        }

        long[] places = new long[rows * columns];
        for (int i = 0; i < places.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            long length = lengths[timeFirst ? column : row], time = timeFirst ? row : column;
            long source = time < length ? length - 1 - time : time;
            places[i] = timeFirst ? (source * columns) + column : ((long)row * columns) + source;
        }

        Tensor slices = Functions.Reshape(x, new Tensors.Shape([rows * columns, .. x.Shape.Dimensions[2..]]));
        return [Functions.Reshape(Functions.Gather(slices, Tensor.From<long>(places, new Tensors.Shape(places.Length))), x.Shape)];
    }

    public override OpCost Cost(CostContext context) => context.Traffic(0, 0);
}
