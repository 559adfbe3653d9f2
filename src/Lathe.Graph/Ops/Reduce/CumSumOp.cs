using Lathe.Tensors;

namespace Lathe.Graph.Ops.Reduce;

/// <summary>Running sums along an axis.</summary>
internal sealed class CumSumOp : OpDefinition
{
    public override string OpType => "CumSum";

    public override int MinInputs => 2;

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Integers(1)![0]);
        bool exclusive = context.Attributes.Int("exclusive", 0) != 0, reverse = context.Attributes.Int("reverse", 0) != 0;
        double[] data = Functions.Cast(x, DType.Float64).ToArray<double>();
        int size = x.Shape[axis], inner = x.Shape.Product(axis + 1, x.Rank);
        for (int row = 0; row < (size == 0 ? 0 : data.Length / size); row++)
        {
            double sum = 0;
            for (int s = 0; s < size; s++)
            {
                int at = (((row / inner * size) + (reverse ? size - 1 - s : s)) * inner) + (row % inner);
                double value = data[at];
                data[at] = exclusive ? sum : sum + value;
                sum += value;
            }
        }

        return [Functions.Cast(Tensor.From<double>(data, x.Shape), x.DType)];
    }
}
