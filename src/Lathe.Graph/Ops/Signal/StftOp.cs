using Lathe.Tensors;

namespace Lathe.Graph.Ops.Signal;

/// <summary>Short-time Fourier transform of [batch, samples, 1 or 2] into [batch, frames, bins, 2]; not differentiable.</summary>
internal sealed class StftOp : OpDefinition
{
    public override string OpType => "STFT";

    public override int MinInputs => 2;

    public override int MaxInputs => 4;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        int step = checked((int)context.Integers(1)![0]), parts = x.Rank == 3 ? x.Shape[2] : 1;
        double[]? window = context.Optional(2) is { } given ? Floating.Numbers(given) : null;
        int length = context.Integers(3) is { } size ? SignalLength.Checked(context.Node, size[0]) : window?.Length ?? throw new InvalidInputException($"{context.Node.Describe()} has neither a window nor a frame length.");
        if (x.Rank is not (2 or 3) || parts is not (1 or 2) || step < 1 || length < 1 || length > x.Shape[1] || (window is not null && window.Length != length))
        {
            throw new InvalidInputException($"{context.Node.Describe()}: frames of {length} every {step} (window of {window?.Length ?? length}) do not fit {x}; [batch, samples, 1 or 2] with at least a frame of samples is expected.");
        }

        int frames = ((x.Shape[1] - length) / step) + 1, bins = context.Attributes.Int("onesided", 1) != 0 ? (length / 2) + 1 : length;
        var shape = new Shape(x.Shape[0], frames, bins, 2);
        double[] data = Floating.Numbers(x), y = new double[shape.Count];
        var table = new FourierTable(length);
        double[] real = new double[length], imaginary = new double[length], realBins = new double[bins], imaginaryBins = new double[bins];
        for (int frame = 0; frame < x.Shape[0] * frames; frame++)
        {
            int start = ((frame / frames * x.Shape[1]) + (frame % frames * step)) * parts;
            for (int n = 0; n < length; n++)
            {
                double factor = window is null ? 1 : window[n];
                (real[n], imaginary[n]) = (data[start + (n * parts)] * factor, parts == 2 ? data[start + (n * 2) + 1] * factor : 0);
            }

            table.Transform(real, imaginary, inverse: false, realBins, imaginaryBins);
            for (int k = 0; k < bins; k++)
            {
                (y[((frame * bins) + k) * 2], y[(((frame * bins) + k) * 2) + 1]) = (realBins[k], imaginaryBins[k]);
            }
        }

        return [Floating.From(y, shape, x.DType)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape y = context.Output(0).Shape;
        return y.Rank < 4 ? default : context.Traffic((long)y.Count * y[2] * 2, 0);
    }
}
