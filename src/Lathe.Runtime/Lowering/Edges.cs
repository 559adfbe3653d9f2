using Lathe.Graph;
using Lathe.Runtime.Ops;

namespace Lathe.Runtime.Lowering;

/// <summary>Where numbers become codes and codes become numbers.</summary>
internal static class Edges
{
    public static void Quantize(Node node, LoweringContext context)
    {
        if (context.Constants.IsConstant(node.Inputs[0]))
        {
            return;
        }

        if (context.Constants.Scale(node) is not var (scale, bits))
        {
            context.Refuse(node, "has a scale for each channel, or codes that are not 8 bits or symmetric 16. Quantize activations per tensor.");
            return;
        }

        Coded x = context.Find(node.Inputs[0]) ?? context.Input(node.Inputs[0], scale, bits);
        context.Set(node.Inputs[0], x);
        context.Set(node.Outputs[0], Rescaled(x, scale, bits, node, context));
    }

    public static void Dequantize(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is { } codes)
        {
            context.Set(node.Outputs[0], codes);
        }
    }

    public static void Pass(Node node, LoweringContext context)
    {
        if (context.Find(node.Inputs[0]) is { } codes)
        {
            context.Set(node.Outputs[0], codes);
        }
        else
        {
            context.Refuse(node, "passes on an input that is not quantized. Remove it, or quantize the input.");
        }
    }

    /// <summary>The value in another scale, by a table.</summary>
    public static Coded Rescaled(Coded x, CodeScale scale, int bits, Node node, LoweringContext context)
    {
        if (x.Scale == scale)
        {
            return x;
        }

        if (bits != 8 || x.Value.Bytes != x.Value.Shape.Count)
        {
            context.Refuse(node, "changes the scale of 16-bit codes, for which there is no operation. Give both sides one scale.");
            return x;
        }

        IntegerValue y = x.Value with { Name = context.Fresh(x.Value.Name + "/scaled") };
        context.Add(new LookupOp { Name = y.Name, Input = x.Value, Output = y, Table = LookupOp.Tabulate(v => v, x.Scale.Scale, x.Scale.Zero, scale.Scale, scale.Zero) });
        return x with { Value = y, Scale = scale };
    }
}
