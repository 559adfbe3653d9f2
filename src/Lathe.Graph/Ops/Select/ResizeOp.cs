using Lathe.Tensors;

namespace Lathe.Graph.Ops.Select;

/// <summary>
/// Resizes by nearest or linear interpolation, one axis after the other, each a weighted sum of two gathers, so that it is
/// differentiable on any axis.
/// </summary>
internal sealed class ResizeOp : OpDefinition
{
    public override string OpType => "Resize";

    public override int MaxInputs => 4;

    public override Tensor[] Forward(ForwardContext context)
    {
        Tensor x = context.Input(0);
        string mode = context.Attributes.Text("mode", "nearest");
        if (mode == "cubic" || context.Attributes.Text("coordinate_transformation_mode", "half_pixel") == "tf_crop_and_resize")
        {
            throw new InvalidInputException($"{context.Node.Describe()}: mode '{mode}' with this coordinate transformation is not supported; nearest and linear without cropping are.");
        }

        long[]? sizes = context.Node.Input(3) is null ? null : context.Integers(3);
        float[]? scales = context.Node.Input(2) is null ? null : context.Floats(2);
        Tensor y = Functions.Cast(x, x.DType);
        for (int axis = 0; axis < x.Rank; axis++)
        {
            int size = x.Shape[axis];
            float scale = sizes is { Length: > 0 } ? (float)sizes[axis] / size : scales![axis];
            int target = sizes is { Length: > 0 } ? (int)sizes[axis] : (int)MathF.Floor(size * scale);
            if (target != size || scale != 1)
            {
                y = mode == "nearest" ? Nearest(context, y, axis, size, target, scale) : Linear(context, y, axis, size, target, scale);
            }
        }

        return [y];
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

    private static double Source(ForwardContext context, int index, int size, int target, float scale) => context.Attributes.Text("coordinate_transformation_mode", "half_pixel") switch
    {
        "asymmetric" => index / (double)scale,
        "align_corners" => target == 1 ? 0 : index * (size - 1.0) / (target - 1),
        "pytorch_half_pixel" => target == 1 ? 0 : ((index + 0.5) / scale) - 0.5,
        "half_pixel_symmetric" => (size / 2.0 * (1 - (target / (size * (double)scale)))) + ((index + 0.5) / scale) - 0.5,
        _ => ((index + 0.5) / scale) - 0.5,
    };

    private static Tensor Nearest(ForwardContext context, Tensor x, int axis, int size, int target, float scale)
    {
        string rounding = context.Attributes.Text("nearest_mode", "round_prefer_floor");
        long[] places = new long[target];
        for (int i = 0; i < target; i++)
        {
            double source = Source(context, i, size, target, scale);
            double rounded = rounding switch
            {
                "floor" => Math.Floor(source),
                "ceil" => Math.Ceiling(source),
                "round_prefer_ceil" => Math.Floor(source + 0.5),
                _ => Math.Ceiling(source - 0.5),
            };
            places[i] = (long)Math.Clamp(rounded, 0, size - 1);
        }

        return Functions.Gather(x, Tensor.From<long>(places, new Tensors.Shape(target)), axis);
    }

    private static Tensor Linear(ForwardContext context, Tensor x, int axis, int size, int target, float scale)
    {
        long[] low = new long[target], high = new long[target];
        float[] weight = new float[target];
        for (int i = 0; i < target; i++)
        {
            double source = Source(context, i, size, target, scale), floor = Math.Floor(source);
            low[i] = (long)Math.Clamp(floor, 0, size - 1);
            high[i] = (long)Math.Clamp(floor + 1, 0, size - 1);
            weight[i] = (float)(source - floor);
        }

        int[] shape = new int[x.Rank - axis];
        Array.Fill(shape, 1);
        shape[0] = target;
        Tensor share = Tensor.From<float>(weight, new Tensors.Shape(shape));
        Tensor first = Functions.Gather(x, Tensor.From<long>(low, new Tensors.Shape(target)), axis);
        Tensor second = Functions.Gather(x, Tensor.From<long>(high, new Tensors.Shape(target)), axis);
        return Functions.Add(first, Functions.Multiply(Functions.Subtract(second, first), share));
    }
}
