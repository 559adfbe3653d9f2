using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>
/// Resizes by nearest, linear or cubic interpolation, one axis after the other, each a weighted sum of a few gathers, so that it
/// is differentiable on any axis.
/// </summary>
internal sealed class ResizeOp : OpDefinition
{
    public override string OpType => "Resize";

    public override int MaxInputs => 4;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        Tensor y = Floating.Of(x);
        Tensor? outside = null;
        foreach ((int axis, ResizeAxis resized) in Axes(context, x.Shape))
        {
            if (!resized.IsUnchanged)
            {
                ResizeTaps taps = ResizeTaps.For(resized, context.Attributes);
                y = Resample(y, axis, taps);
                outside = Join(outside, axis, x.Rank, taps.Outside);
            }
        }

        if (outside is not null && context.Attributes.Text("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize")
        {
            y = Functions.Where(outside, Tensor.Scalar(context.Attributes.Float("extrapolation_value", 0)), y);
        }

        return [ReferenceEquals(y, x) ? Functions.Cast(x, x.DType) : Floating.Back(y, x.DType)];
    }

    public override OpCost Cost(CostContext context) => context.Elementwise(context.Node.Attributes.Text("mode", "nearest") == "nearest" ? 0 : 6);

    public override void Couple(Coupling.CouplingContext context)
    {
        Tensors.Shape from = context.Shape(context.Input(0)!), to = context.Shape(context.Output());
        if (context.Input(3) is not null)
        {
            context.PinAll();
            return;
        }

        for (int axis = 0; axis < from.Rank; axis++)
        {
            if (from[axis] == to[axis])
            {
                context.Link(context.Input(0)!, axis, context.Output(), axis);
            }
        }
    }

    private static IEnumerable<(int Axis, ResizeAxis Resized)> Axes(ForwardContext context, Tensors.Shape shape)
    {
        long[]? sizes = context.Node.Input(3) is null ? null : context.Integers(3);
        float[]? scales = context.Node.Input(2) is null ? null : context.Floats(2), roi = context.Node.Input(1) is null ? null : context.Floats(1);
        string transformation = context.Attributes.Text("coordinate_transformation_mode", "half_pixel");
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int size = shape[axis];
            float scale = sizes is { Length: > 0 } ? (float)sizes[axis] / size : scales![axis];
            int target = sizes is { Length: > 0 } ? (int)sizes[axis] : (int)MathF.Floor(size * scale);
            (float start, float end) = transformation == "tf_crop_and_resize" ? (roi![axis], roi[axis + shape.Rank]) : (0, 1);
            yield return (axis, new ResizeAxis(size, target, scale, transformation, start, end));
        }
    }

    private static Tensor Resample(Tensor x, int axis, ResizeTaps taps)
    {
        Tensor? sum = null;
        for (int k = 0; k < taps.Places.Length; k++)
        {
            Tensor part = Functions.Gather(x, Tensor.From<long>(taps.Places[k], new Tensors.Shape(taps.Places[k].Length)), axis);
            if (taps.Places.Length > 1)
            {
                part = Functions.Multiply(part, Tensor.From<float>(taps.Weights[k], Along(axis, x.Rank, taps.Weights[k].Length)));
            }

            sum = sum is null ? part : Functions.Add(sum, part);
        }

        return sum!;
    }

    private static Tensor Join(Tensor? outside, int axis, int rank, bool[] places)
    {
        Tensor mask = Tensor.From<bool>(places, Along(axis, rank, places.Length));
        return outside is null ? mask : Functions.Where(outside, outside, mask);
    }

    private static Tensors.Shape Along(int axis, int rank, int length)
    {
        int[] shape = new int[rank - axis];
        Array.Fill(shape, 1);
        shape[0] = length;
        return new Tensors.Shape(shape);
    }
}
