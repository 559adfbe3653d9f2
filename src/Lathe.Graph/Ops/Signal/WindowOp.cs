using Lathe.Tensors;

namespace Lathe.Graph.Ops.Signal;

/// <summary>A cosine-sum window, <c>a0 - a1 cos(2 pi n / N) + a2 cos(4 pi n / N)</c>: Hann, Hamming or Blackman.</summary>
internal sealed class WindowOp(string opType, double a0, double a1, double a2) : OpDefinition
{
    public override string OpType => opType;

    public override Tensor[] Forward(ForwardContext context)
    {
        int size = SignalLength.Checked(context.Node, context.Integers(0)![0]);
        bool periodic = context.Attributes.Int("periodic", 1) != 0;
        double[] values = new double[size];
        double step = 2 * Math.PI / Math.Max(1, periodic ? size : size - 1);
        for (int n = 0; n < size; n++)
        {
            values[n] = a0 - (a1 * Math.Cos(step * n)) + (a2 * Math.Cos(2 * step * n));
        }

        return [Floating.From(values, new Shape(size), OnnxTypes.FromCode((int)context.Attributes.Int("output_datatype", 1), context.Node.Describe()))];
    }
}
