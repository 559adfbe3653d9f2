using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Micro.Checking;
using Lathe.Runtime;
using Lathe.Runtime.Floating;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Tests;

/// <summary>Operations in floating point on random numbers; the reference, which does the same steps in the same order, says what is right.</summary>
internal static class FloatCases
{
    private static readonly IntegerValue s_image = Value("image", 2, 6, 5, 4), s_sequence = Value("sequence", 5, 2, 3), s_state = Value("state", 2, 6), s_cell = Value("cell", 2, 6);

    public static ImmutableSortedDictionary<string, CheckCase> All { get; } = new Dictionary<string, IIntegerOp>
    {
        ["float-conv"] = new FloatConvolutionOp
        {
            Name = "conv", Input = s_image, Output = Value("y", 2, 3, 5, 7), Weights = Weights(7, 3, 2, 4), Bias = Numbers(7), Window = new SpatialWindow(2, 1, 1, 1), Low = 0,
        },
        ["float-conv-grouped"] = new FloatConvolutionOp { Name = "conv", Input = s_image, Output = Value("y", 2, 4, 3, 6), Weights = Weights(6, 3, 3, 2), Bias = Numbers(6), Low = 0, High = 6 },
        ["float-conv-dilated"] = new FloatConvolutionOp { Name = "conv", Input = s_image, Output = Value("y", 2, 6, 5, 3), Weights = Weights(3, 3, 3, 4), Window = new SpatialWindow(1, 1, 2, 2, 2, 2) },
        ["float-conv-far"] = new FloatConvolutionOp { Name = "conv", Input = s_image, Output = Value("y", 2, 5, 5, 2), Weights = Weights(2, 2, 2, 4), Window = new SpatialWindow(3, 3, 4, 4) },
        ["float-pointwise"] = new FloatConvolutionOp { Name = "conv", Input = s_image, Output = Value("y", 2, 6, 5, 9), Weights = Weights(9, 1, 1, 4), Bias = Numbers(9) },
        ["float-depthwise"] = new FloatDepthwiseOp { Name = "depthwise", Input = s_image, Output = Value("y", 2, 6, 3, 4), Weights = Weights(1, 3, 3, 4), Bias = Numbers(4), Window = new SpatialWindow(1, 2, 1, 1), Low = 0 },
        ["float-depthwise-twice"] = new FloatDepthwiseOp { Name = "depthwise", Input = s_image, Output = Value("y", 2, 5, 4, 8), Weights = Weights(1, 2, 2, 8) },
        ["float-transposed"] = new FloatTransposedConvolutionOp { Name = "up", Input = s_image, Output = Value("y", 2, 12, 9, 3), Weights = Weights(3, 4, 3, 4), Bias = Numbers(3), Window = new SpatialWindow(2, 2, 1, 1) },
        ["float-dense"] = new FloatDenseOp { Name = "dense", Input = s_image, Output = Value("y", 12, 11), Weights = Weights(11, 20), Bias = Numbers(11), High = 0.5f },
        ["float-max"] = new FloatPoolOp { Name = "max", IsMaximum = true, Input = s_image, Output = Value("y", 2, 3, 3, 4), KernelHeight = 3, KernelWidth = 2, Window = new SpatialWindow(2, 2, 1, 1) },
        ["float-average"] = new FloatPoolOp { Name = "average", IsMaximum = false, Input = s_image, Output = Value("y", 2, 3, 3, 4), KernelHeight = 3, KernelWidth = 2, Window = new SpatialWindow(2, 2, 1, 1) },
        ["float-average-padded"] = new FloatPoolOp { Name = "average", IsMaximum = false, CountsPadding = true, Input = s_image, Output = Value("y", 2, 3, 3, 4), KernelHeight = 3, KernelWidth = 2, Window = new SpatialWindow(2, 2, 1, 1) },
        ["float-by-channel"] = new FloatPairOp { Name = "gate", Kind = FloatPairKind.Multiply, Left = s_image, Right = Value("gate", 2, 1, 1, 4), Output = Value("y", 2, 6, 5, 4) },
        ["float-softmax"] = new FloatSoftmaxOp { Name = "softmax", Input = s_image, Output = Value("y", 2, 6, 5, 4) },
        ["float-matmul"] = new FloatMatMulOp { Name = "product", Left = Value("left", 3, 4, 5), Right = Value("right", 3, 5, 2), Output = Value("y", 3, 4, 2) },
        ["float-pad"] = new PadOp { Name = "pad", Input = s_image, Output = Value("y", 2, 8, 6, 4), Before = [0, 1, 1, 0], Code = BitConverter.SingleToInt32Bits(-1.5f) },
        ["float-transpose"] = new TransposeOp { Name = "transpose", Input = s_image, Output = Value("y", 2, 4, 6, 5), Permutation = [0, 3, 1, 2] },
        ["float-repeat"] = new RepeatOp { Name = "repeat", Input = s_image, Output = Value("y", 2, 12, 10, 4) },
        ["float-concat"] = new ConcatOp { Name = "concat", Inputs = [s_image, Value("other", 2, 6, 5, 2)], Output = Value("y", 2, 6, 5, 6), Axis = 3 },
        ["float-argmax"] = new ArgMaxOp { Name = "argmax", Input = s_image, Output = Value("y", 2, 6, 5) },
        ["float-lstm"] = Recurrent(FloatRecurrentKind.Lstm, Value("y", 5, 2, 6)),
        ["float-lstm-given"] = Recurrent(FloatRecurrentKind.Lstm, Value("y", 2, 6)) with { IsReverse = true, FirstHidden = s_state, FirstCell = s_cell },
        ["float-gru"] = Recurrent(FloatRecurrentKind.Gru, Value("y", 5, 2, 6)) with { IsReverse = true },
        ["float-gru-reset-after"] = Recurrent(FloatRecurrentKind.GruResetAfter, Value("y", 2, 6)) with { FirstHidden = s_state },
    }.Concat(Enum.GetValues<FloatPairKind>().Select(k => KeyValuePair.Create($"float-{k.ToString().ToLowerInvariant()}", (IIntegerOp)new FloatPairOp { Name = "pair", Kind = k, Left = s_image, Right = s_image with { Name = "other" }, Output = Value("y", 2, 6, 5, 4), Low = -2 })))
        .Concat(Enum.GetValues<FloatFunction>().Select(f => KeyValuePair.Create($"float-{f.ToString().ToLowerInvariant()}", (IIntegerOp)new FloatFunctionOp { Name = "function", Function = f, Input = s_image, Output = Value("y", 2, 6, 5, 4), A = 0.3f, B = 0.6f })))
        .ToImmutableSortedDictionary(o => o.Key, o => Case(o.Key, o.Value), StringComparer.Ordinal);

    private static FloatRecurrentOp Recurrent(FloatRecurrentKind kind, IntegerValue output)
    {
        int rows = kind == FloatRecurrentKind.Lstm ? 24 : 18;
        return new FloatRecurrentOp
        {
            Name = "recurrent", Kind = kind, Input = s_sequence, Output = output, InputWeights = Weights(rows, 3), HiddenWeights = Weights(rows, 6), Bias = Numbers(rows), CandidateBias = kind == FloatRecurrentKind.Lstm ? [] : Numbers(6),
        };
    }

    private static CheckCase Case(string name, IIntegerOp op) => OwnCases.Case(new IntegerGraph { Name = name, Inputs = [.. op.Inputs], Outputs = [op.Output], Ops = [op] });

    private static IntegerValue Value(string name, params int[] shape) => new(name, DType.Float32, new Shape(shape));

    private static FloatWeights Weights(params int[] shape) => FloatWeights.Of(Numbers(new Shape(shape).Count).AsSpan(), new Shape(shape));

    private static ImmutableArray<float> Numbers(int count)
    {
        RandomKey key = RandomKey.FromSeed(count);
        return [.. Enumerable.Range(0, count).Select(i => 0.5f * key.Normal((ulong)i))];
    }
}
