using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Brings codes into the order an operation wants; where the order is the same, only the shape changes.</summary>
internal static class Layouts
{
    /// <summary>[N, C, H, W] as [N, H, W, C].</summary>
    public static Shape ChannelsLast(Shape image) => new(image[0], image[2], image[3], image[1]);

    /// <summary>The value as an image [N, H, W, C]; sequences [N, C, L] are images of one row.</summary>
    public static Coded AsImage(Coded x, LoweringContext context)
    {
        if (x.Form == CodeForm.Image)
        {
            return x;
        }

        Coded plain = AsPlain(x, context);
        Shape logical = plain.Logical.Rank == 4 ? plain.Logical : new Shape(plain.Logical[0], plain.Logical[1], 1, plain.Logical[2]);
        Coded four = plain with { Value = View(plain.Value, logical, context) };
        return four with { Value = Move(four.Value, [0, 2, 3, 1], context), Logical = logical, Form = CodeForm.Image };
    }

    /// <summary>The value in the model's own order.</summary>
    public static Coded AsPlain(Coded x, LoweringContext context)
    {
        switch (x.Form)
        {
            case CodeForm.Plain:
                return x;
            case CodeForm.Image:
                return x with { Value = Move(x.Value, [0, 3, 1, 2], context), Form = CodeForm.Plain };
            default:
                IntegerValue image = View(x.Value, new Shape(x.Logical[0], x.Image[1], x.Image[2], x.Image[0]), context);
                return x with { Value = View(Move(image, [0, 3, 1, 2], context), x.Logical, context), Form = CodeForm.Plain };
        }
    }

    /// <summary>What is handed out: images stay channels-last, all else is in the model's order.</summary>
    public static Coded Ordered(Coded x, LoweringContext context) => x.Form == CodeForm.Flattened ? AsPlain(x, context) : x;

    /// <summary>The same codes under another shape.</summary>
    public static IntegerValue View(IntegerValue x, Shape shape, LoweringContext context)
    {
        if (x.Shape == shape)
        {
            return x;
        }

        IntegerValue y = x with { Name = context.Fresh(x.Name + "/view"), Shape = shape };
        context.Add(new ReshapeOp { Name = y.Name, Input = x, Output = y });
        return y;
    }

    /// <summary>The first or last of states [T, N, H], as a view.</summary>
    public static IntegerValue LastRow(IntegerValue states, bool first, LoweringContext context)
    {
        Shape shape = states.Shape;
        IntegerValue image = View(states, new Shape(1, shape[0], shape[1], shape[2]), context), row = context.Value(states.Name + "/last", new Shape(1, 1, shape[1], shape[2]), states.Type);
        context.Add(new RowsOp { Name = row.Name, Input = image, Output = row, First = first ? 0 : shape[0] - 1 });
        return row;
    }

    /// <summary>The dimensions in another order.</summary>
    public static IntegerValue Move(IntegerValue x, int[] order, LoweringContext context)
    {
        Shape shape = new(Array.ConvertAll(order, o => x.Shape[o]));
        int[] wide = [.. order.Where(o => x.Shape[o] > 1)];
        if (wide.SequenceEqual(wide.Order()))
        {
            return View(x, shape, context);
        }

        IntegerValue y = x with { Name = context.Fresh(x.Name + "/moved"), Shape = shape };
        context.Add(new TransposeOp { Name = y.Name, Input = x, Output = y, Permutation = [.. order] });
        return y;
    }
}
