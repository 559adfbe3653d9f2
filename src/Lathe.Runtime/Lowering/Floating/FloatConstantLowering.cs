using Lathe.Graph;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering.Floating;

/// <summary>Arithmetic of a tensor and a constant: one number, one for each channel, one for each number of the last dimension, or one for each number.</summary>
internal static class FloatConstantLowering
{
    public static void Lower(Node node, int constant, LoweringContext context)
    {
        if (context.Find(node.Inputs[1 - constant]) is not { } x || Floats.Weight(node, constant, context) is not var (values, shape))
        {
            return;
        }

        if (values.Length == 1)
        {
            One(node, constant, values[0], x, context);
            return;
        }

        if (constant == 0 && node.OpType == "Div")
        {
            context.Refuse(node, "divides many constants by a tensor. Multiply by the inverse, 1 / x, instead.");
            return;
        }

        (float[] factors, float[] offsets) = Line(node, constant, Array.ConvertAll(values, v => (float)v));
        if (Placed(x, shape, factors.Length, context) is not { } ordered)
        {
            context.Refuse(node, $"broadcasts a constant {shape} over {x.Logical}. Give one number, one for each channel, one for each of the last dimension, or one for each.");
            return;
        }

        (string target, float low, float high) = Floats.Target(node, context);
        Floats.Lines(node, ordered, Floats.Like(ordered, target, context), factors, offsets, (low, high), context);
    }

    private static void One(Node node, int constant, double value, Coded x, LoweringContext context)
    {
        float number = (float)value;
        (FloatFunction function, float a, float b) = (node.OpType, constant) switch
        {
            ("Add", _) => (FloatFunction.Line, 1, number),
            ("Mul", _) => (FloatFunction.Line, number, 0),
            ("Sub", 1) => (FloatFunction.Line, 1, -number),
            ("Sub", _) => (FloatFunction.Line, -1, number),
            ("Div", 1) => (FloatFunction.Line, 1 / number, 0),
            _ => (FloatFunction.Quotient, 0f, number),
        };
        context.Add(new FloatFunctionOp { Name = node.Name, Function = function, A = a, B = b, Input = x.Value, Output = Floats.Like(x, node.Outputs[0], context).Value });
    }

    private static (float[] Factors, float[] Offsets) Line(Node node, int constant, float[] values)
    {
        float[] ones = [.. Enumerable.Repeat(1f, values.Length)], none = new float[values.Length];
        return (node.OpType, constant) switch
        {
            ("Add", _) => (ones, values),
            ("Mul", _) => (values, none),
            ("Sub", 1) => (ones, Array.ConvertAll(values, v => -v)),
            ("Sub", _) => (Array.ConvertAll(ones, v => -v), values),
            _ => (Array.ConvertAll(values, v => 1 / v), none),
        };
    }

    // The tensor in an order in which its last numbers meet the constant's; null when there is none.
    private static Coded? Placed(Coded x, Shape constant, int count, LoweringContext context)
    {
        bool perChannel = x.Logical.Rank == 4 && x.Logical[1] == count && constant.Rank >= 3 && constant[-1] == 1 && constant[-2] == 1;
        if (perChannel)
        {
            return Layouts.AsImage(x, context);
        }

        Coded plain = Layouts.AsPlain(x, context);
        Shape shape = plain.Value.Shape;
        int[] trailing = [.. constant.Dimensions.ToArray().SkipWhile(d => d == 1)];
        bool last = trailing.Length <= shape.Rank && trailing.Select((d, i) => d == shape[shape.Rank - trailing.Length + i]).All(same => same);
        return last ? plain : null;
    }
}
