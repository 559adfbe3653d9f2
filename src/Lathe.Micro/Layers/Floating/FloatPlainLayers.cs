using Lathe.Micro.Writing;
using Lathe.Runtime.Floating;
using Lathe.Tensors;

namespace Lathe.Micro.Layers.Floating;

/// <summary>What has no weights, in floating point, as C: pooling, arithmetic, functions, softmax, products of matrices.</summary>
internal static class FloatPlainLayers
{
    public static LayerCode Pool(FloatPoolOp op, string name, ArenaCode arena)
    {
        Shape from = op.Input.Shape, to = op.Output.Shape;
        string layer = CText.Struct(
            "lathe_pool_layer_f32",
            name,
            ("batches", $"{to[0]}"),
            ("input", CText.Braces(from[1], from[2], from[3])),
            ("output", CText.Braces(to[1], to[2], to[3])),
            ("kernel_rows", $"{op.KernelHeight}"),
            ("kernel_columns", $"{op.KernelWidth}"),
            ("window", ImageLayers.Window(op.Window)),
            ("counts_padding", op.CountsPadding ? "1" : "0"));
        return new LayerCode(
            $"{op.Name}: {(op.IsMaximum ? "max" : "average")} of {op.KernelHeight} x {op.KernelWidth}, {from} to {to}.",
            layer,
            $"{(op.IsMaximum ? "lathe_max_pool_f32" : "lathe_average_pool_f32")}(&{name}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Pair(FloatPairOp op, string name, ArenaCode arena)
    {
        int batches = op.Left.Shape == op.Right.Shape ? 1 : op.Left.Shape[0];
        (string what, string kernel) = op.Kind switch
        {
            FloatPairKind.Add => ("sum", "lathe_add_f32"),
            FloatPairKind.Subtract => ("difference", "lathe_subtract_f32"),
            FloatPairKind.Multiply => ("product", "lathe_multiply_f32"),
            _ => ("quotient", "lathe_divide_f32"),
        };
        string layer = CText.Struct(
            "lathe_pair_layer_f32",
            name,
            ("batches", $"{batches}"),
            ("repeats", $"{op.Left.Shape.Count / op.Right.Shape.Count}"),
            ("count", $"{op.Right.Shape.Count / batches}"),
            ("low", CText.Number(op.Low)),
            ("high", CText.Number(op.High)));
        return new LayerCode($"{op.Name}: {what} of {op.Left.Shape} and {op.Right.Shape}.", layer, $"{kernel}(&{name}, {arena.At(op.Left, true)}, {arena.At(op.Right, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Function(FloatFunctionOp op, ArenaCode arena)
    {
        (string kernel, float[] parameters) = op.Function switch
        {
            FloatFunction.Clip => ("clip", new[] { op.A, op.B }),
            FloatFunction.LeakyRelu => ("leaky_relu", [op.A]),
            FloatFunction.Elu => ("elu", [op.A]),
            FloatFunction.Line => ("line", [op.A, op.B]),
            FloatFunction.HardSigmoid => ("hard_sigmoid", [op.A, op.B]),
            FloatFunction.Quotient => ("quotient", [op.B]),
            FloatFunction.HardSwish => ("hard_swish", []),
            FloatFunction.Sigmoid => ("sigmoid", []),
            FloatFunction.Tanh => ("tanh", []),
            FloatFunction.Exponential => ("exponential", []),
            FloatFunction.Erf => ("erf", []),
            FloatFunction.Gelu => ("gelu", []),
            FloatFunction.GeluTanh => ("gelu_tanh", []),
            _ => ("absolute", []),
        };
        return new LayerCode(
            $"{op.Name}: a function of one number, {op.Output.Shape}.",
            "",
            $"lathe_apply_{kernel}_f32({op.Output.Shape.Count}, {string.Concat(parameters.Select(p => CText.Number(p) + ", "))}{arena.At(op.Input, true)}, {arena.At(op.Output)})");
    }

    public static LayerCode Softmax(FloatSoftmaxOp op, ArenaCode arena) => new(
        $"{op.Name}: softmax, {op.Output.Shape}.",
        "",
        $"lathe_softmax_f32({op.Output.Shape.Count / op.Output.Shape[-1]}, {op.Output.Shape[-1]}, {arena.At(op.Input, true)}, {arena.At(op.Output)})");

    public static LayerCode Product(FloatMatMulOp op, string name, ArenaCode arena)
    {
        Shape left = op.Left.Shape;
        string layer = CText.Struct("lathe_matmul_layer_f32", name, ("batches", $"{left[0]}"), ("rows", $"{left[1]}"), ("inner", $"{left[2]}"), ("columns", $"{op.Right.Shape[2]}"));
        return new LayerCode(
            $"{op.Name}: products of {left} and {op.Right.Shape}, {op.Macs:N0} multiply-accumulates.",
            layer,
            $"lathe_matmul_f32(&{name}, {arena.At(op.Left, true)}, {arena.At(op.Right, true)}, {arena.At(op.Output)})");
    }
}
