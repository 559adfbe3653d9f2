using Lathe.Graph.Coupling;
using Lathe.Tensors;

namespace Lathe.Graph.Ops.Linear;

/// <summary>Transposed convolution of x [N, C, ((D,) H,) W] with w [C, O / group, ((Kd,) Kh,) Kw] and bias [O].</summary>
internal sealed class ConvTransposeOp : OpDefinition
{
    public override string OpType => "ConvTranspose";

    public override int MinInputs => 2;

    public override int MaxInputs => 3;

    public override bool Learns(int input) => input is 1 or 2;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0), w = context.Input(1);
        if (x.Rank == 5 && w.Rank == 5)
        {
            return [VolumeConvolution.Transposed(context.Node, x, w, context.Optional(2))];
        }

        ConvolutionOptions options = SpatialAttributes.Convolution(context.Node with { Attributes = context.Attributes.Without("auto_pad") }, x.Shape, w.Shape);
        (int Height, int Width) extra = context.Attributes.Has("output_padding") ? SpatialAttributes.Pair(context.Node, "output_padding", 0) : default;
        extra = x.Rank == 3 ? (0, extra.Width) : extra;
        return [Functions.ConvolutionTranspose(x, w, context.Optional(2), WithTarget(context, x.Shape, w.Shape, options, ref extra), extra)];
    }

    public override OpCost Cost(CostContext context)
    {
        Shape w = context.Input(1).Shape;
        return context.Traffic((long)context.Input(0).Shape.Count * w.Product(1, w.Rank), 0);
    }

    public override void Couple(CouplingContext context)
    {
        string x = context.Input(0)!, w = context.Input(1)!, y = context.Output();
        if (context.Node.Attributes.Int("group", 1) != 1)
        {
            context.PinAll();
            return;
        }

        context.Link(w, 0, x, 1);
        context.Link(w, 1, y, 1);
        if (context.Input(2) is { } bias)
        {
            context.Link(bias, 0, y, 1);
        }
    }

    // output_shape and auto_pad fix the size of the result; padding makes up the difference.
    private static ConvolutionOptions WithTarget(ForwardContext context, Shape x, Shape w, ConvolutionOptions o, ref (int Height, int Width) extra)
    {
        long[]? target = context.Attributes.Ints("output_shape");
        string mode = context.Attributes.Text("auto_pad", "NOTSET");
        if (target is null && mode is not ("SAME_UPPER" or "SAME_LOWER"))
        {
            return mode == "VALID" ? o with { Pad = default } : o;
        }

        bool planar = x.Rank == 4;
        int height = !planar ? 1 : target is null ? x[2] * o.Stride.Height : (int)target[^2];
        int width = target is null ? x[-1] * o.Stride.Width : (int)target[^1];
        (int top, int bottom) = planar ? Split(((x[2] - 1) * o.Stride.Height) + ((w[2] - 1) * o.Dilation.Height) + 1 + extra.Height - height, mode, ref extra.Height) : (0, 0);
        (int left, int right) = Split(((x[-1] - 1) * o.Stride.Width) + ((w[-1] - 1) * o.Dilation.Width) + 1 + extra.Width - width, mode, ref extra.Width);
        return o with { Pad = (top, left, bottom, right) };
    }

    private static (int Before, int After) Split(int total, string mode, ref int extra)
    {
        if (total < 0)
        {
            extra -= total;
            total = 0;
        }

        int half = total / 2;
        return mode == "SAME_UPPER" ? (half, total - half) : (total - half, half);
    }
}
