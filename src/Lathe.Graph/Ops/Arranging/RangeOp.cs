using Lathe.Tensors;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>start, start + delta, ... up to but without limit.</summary>
internal sealed class RangeOp : OpDefinition
{
    private const long Longest = 1 << 26;

    public override string OpType => "Range";

    public override int MinInputs => 3;

    public override int MaxInputs => 3;

    public override Tensor[] Forward(ForwardContext context)
    {
        double Number(int i) => Functions.Cast(context.Input(i), DType.Float64).ToArray<double>()[0];
        double start = Number(0), limit = Number(1), delta = Number(2);
        double count = Math.Max(0, Math.Ceiling((limit - start) / delta));
        if (!(count <= Longest))
        {
            throw new InvalidInputException($"{context.Node.Describe()}: a range from {start} to {limit} by {delta} has {count} elements; at most {Longest} are allowed.");
        }

        double[] values = [.. Enumerable.Range(0, (int)count).Select(i => start + (i * delta))];
        return [Functions.Cast(Tensor.From<double>(values, new Tensors.Shape(values.Length)), context.Input(0).DType)];
    }
}
