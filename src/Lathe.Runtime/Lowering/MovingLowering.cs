using Lathe.Graph;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>What moves values without computing with them.</summary>
internal static class MovingLowering
{
    // Where a channels-last image has each of the model's dimensions.
    private static readonly int[] s_places = [0, 3, 1, 2];

    public static void Concat(Node node, LoweringContext context)
    {
        Coded[] inputs = [.. node.Inputs.Select(context.Find).OfType<Coded>()];
        if (inputs.Length != node.Inputs.Length)
        {
            context.Refuse(node, "joins a constant. Add it to the layer that reads the whole instead.");
            return;
        }

        Shape shape = context.ShapeOf(node.Outputs[0]);
        int axis = shape.Axis((int)node.Attributes.Int("axis", 0));
        bool image = shape.Rank == 4 && inputs.Any(i => i.Form == CodeForm.Image);
        CodeScale scale = context.Targets.Scale(node.Outputs[0]).Scale ?? inputs.MaxBy(i => i.Scale.Scale)!.Scale;
        Coded[] ordered = [.. inputs.Select(i => Edges.Rescaled(image ? Layouts.AsImage(i, context) : Layouts.AsPlain(i, context), scale, inputs[0].Value.Type == DType.Int8 ? 8 : 16, node, context))];
        var y = new Coded(context.Value(node.Outputs[0], image ? Layouts.ChannelsLast(shape) : shape, inputs[0].Value.Type), scale, shape, image ? CodeForm.Image : CodeForm.Plain);
        context.Set(node.Outputs[0], y);
        context.Add(new ConcatOp { Name = node.Name, Inputs = [.. ordered.Select(o => o.Value)], Output = y.Value, Axis = image ? s_places[axis] : axis });
    }

    public static void Reshape(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } x)
        {
            return;
        }

        Shape to = context.ShapeOf(node.Outputs[0]);
        bool rows = to.Rank == 2 && x.Form == CodeForm.Image && to[0] == x.Logical[0];
        bool sameOrder = x.Form == CodeForm.Image && (x.Logical[1] == 1 || x.Logical.Product(2, 4) == 1);
        if (rows && !sameOrder)
        {
            context.Set(node.Outputs[0], x with { Value = Layouts.View(x.Value, to, context), Logical = to, Form = CodeForm.Flattened, Image = new Shape(x.Logical[1], x.Logical[2], x.Logical[3]) });
            return;
        }

        Coded plain = Layouts.AsPlain(x, context);
        context.Set(node.Outputs[0], plain with { Value = Layouts.View(plain.Value, to, context), Logical = to });
    }

    public static void Transpose(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } x)
        {
            return;
        }

        Shape from = context.ShapeOf(node.Inputs[0]), to = context.ShapeOf(node.Outputs[0]);
        int[] order = node.Attributes.Ints("perm") is { } given ? Array.ConvertAll(given, p => (int)p) : [.. Enumerable.Range(0, from.Rank).Reverse()];
        if (x.Form == CodeForm.Image && from.Rank == 4)
        {
            context.Set(node.Outputs[0], x with { Value = Layouts.Move(x.Value, Array.ConvertAll(order, p => s_places[p]), context), Logical = to, Form = CodeForm.Plain });
            return;
        }

        Coded plain = Layouts.AsPlain(x, context);
        IntegerValue value = Layouts.View(plain.Value, from, context);
        context.Set(node.Outputs[0], order is [0, 3, 1, 2]
            ? plain with { Value = value, Logical = to, Form = CodeForm.Image }
            : plain with { Value = Layouts.Move(value, order, context), Logical = to });
    }

    public static void Pad(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } x)
        {
            return;
        }

        Shape to = context.ShapeOf(node.Outputs[0]);
        long[]? pads = node.Attributes.Ints("pads") ?? context.Constants.Parameter(node.Input(1))?.ToIntegers();
        double value = node.Input(2) is { } constant ? context.Constants.Numbers(constant) is [double number] ? number : double.NaN : node.Attributes.Float("value", 0);
        if (node.Attributes.Text("mode", "constant") != "constant" || pads is null || pads.Length != 2 * to.Rank || pads.Any(p => p < 0) || double.IsNaN(value) || node.Input(3) is not null)
        {
            context.Refuse(node, "pads by reflection, by a computed amount, or cuts off. Pad by a constant, or in the convolution itself.");
            return;
        }

        Coded ordered = x.Form == CodeForm.Flattened || to.Rank != x.Logical.Rank ? Layouts.AsPlain(x, context) : x;
        bool image = ordered.Form == CodeForm.Image;
        int[] before = new int[to.Rank];
        for (int axis = 0; axis < before.Length; axis++)
        {
            before[image ? s_places[axis] : axis] = (int)pads[axis];
        }

        IntegerValue y = context.Value(node.Outputs[0], image ? Layouts.ChannelsLast(to) : to, x.Value.Type);
        context.Set(node.Outputs[0], ordered with { Value = y, Logical = to });
        context.Add(new PadOp { Name = node.Name, Input = ordered.Value, Output = y, Before = [.. before], Code = Code(value, x) });
    }

    private static int Code(double value, Coded x)
    {
        if (x.Value.Type == DType.Float32)
        {
            return BitConverter.SingleToInt32Bits((float)value);
        }

        int limit = x.Value.Type == DType.Int8 ? sbyte.MaxValue : short.MaxValue;
        return (int)Math.Clamp(Math.Round(value / x.Scale.Scale) + x.Scale.Zero, -limit - 1, limit);
    }

    public static void Resize(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is not { } input)
        {
            return;
        }

        Shape from = context.ShapeOf(node.Inputs[0]), to = context.ShapeOf(node.Outputs[0]);
        string mode = node.Attributes.Text("mode", "nearest"), places = node.Attributes.Text("coordinate_transformation_mode", "half_pixel"), nearest = node.Attributes.Text("nearest_mode", "round_prefer_floor");
        bool repeats = mode == "nearest" && ((places == "asymmetric" && nearest == "floor") || (places.EndsWith("half_pixel", StringComparison.Ordinal) && nearest.StartsWith("round", StringComparison.Ordinal)));
        if (!repeats || from.Rank != 4 || to[0] != from[0] || to[1] != from[1] || to[2] % from[2] != 0 || to[3] % from[3] != 0)
        {
            context.Refuse(node, $"resizes {from} to {to} by '{mode}', '{places}', '{nearest}'. Only repeating pixels a whole number of times is an operation on codes: nearest with asymmetric/floor or half_pixel/round.");
            return;
        }

        Coded x = Layouts.AsImage(input, context);
        IntegerValue y = context.Value(node.Outputs[0], Layouts.ChannelsLast(to), x.Value.Type);
        context.Set(node.Outputs[0], x with { Value = y, Logical = to });
        context.Add(new RepeatOp { Name = node.Name, Input = x.Value, Output = y });
    }
}
