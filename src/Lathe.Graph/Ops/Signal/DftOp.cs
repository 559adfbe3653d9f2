using Lathe.Tensors;

namespace Lathe.Graph.Ops.Signal;

/// <summary>Discrete Fourier transform along an axis of [..., 1] real or [..., 2] complex numbers; not differentiable.</summary>
internal sealed class DftOp : OpDefinition
{
    public override string OpType => "DFT";

    public override int MaxInputs => 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int axis = x.Shape.Axis((int)context.Attributes.Int("axis", 1)), parts = x.Shape[-1];
        bool inverse = context.Attributes.Int("inverse", 0) != 0, half = context.Attributes.Int("onesided", 0) != 0;
        if (axis == x.Rank - 1 || parts is not (1 or 2) || (half && (inverse || parts == 2)))
        {
            throw new InvalidInputException($"{context.Node.Describe()}: input {x} along axis {axis} cannot be transformed: the last dimension holds 1 or 2 parts of a number, and a one-sided transform is of real numbers, forward.");
        }

        int length = SignalLength.Checked(context.Node, context.Integers(1) is { } given ? given[0] : x.Shape[axis]), bins = half ? (length / 2) + 1 : length;
        double[] data = Floating.Numbers(x);
        Shape shape = x.Shape.With(axis, bins).With(-1, 2);
        double[] y = new double[shape.Count];
        int size = x.Shape[axis], inner = x.Shape.Product(axis + 1, x.Rank - 1), rows = x.Shape.Product(0, axis) * inner;
        var table = new FourierTable(length);
        double[] real = new double[size], imaginary = new double[size], realBins = new double[bins], imaginaryBins = new double[bins];
        for (int row = 0; row < rows; row++)
        {
            int outer = row / inner, offset = row % inner;
            for (int n = 0; n < size; n++)
            {
                int at = ((((outer * size) + n) * inner) + offset) * parts;
                (real[n], imaginary[n]) = (data[at], parts == 2 ? data[at + 1] : 0);
            }

            table.Transform(real, imaginary, inverse, realBins, imaginaryBins);
            for (int k = 0; k < bins; k++)
            {
                int at = ((((outer * bins) + k) * inner) + offset) * 2;
                (y[at], y[at + 1]) = (realBins[k], imaginaryBins[k]);
            }
        }

        return [Floating.From(y, shape, x.DType)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape x = context.Input(0).Shape;
        return x.Rank == 0 ? default : context.Traffic((long)context.Output(0).Shape.Count * x[x.Axis((int)context.Node.Attributes.Int("axis", 1))], 0);
    }
}
