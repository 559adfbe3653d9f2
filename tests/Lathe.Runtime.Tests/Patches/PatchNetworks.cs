using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Patches;

/// <summary>Networks of images with strides, padding, dilation, a sum around layers, tables and pools.</summary>
public static class PatchNetworks
{
    /// <summary>Ten operations on an image of 9 columns and 3 channels; the first seven go row by row.</summary>
    public static IntegerGraph Residual(int rows, DType type = DType.Int8)
    {
        IntegerValue Image(string name, int height, int width, int channels) => new(name, type, new Shape(1, height, width, channels));
        bool wide = type == DType.Int16;
        Requantization To(double factor) => new() { Factors = [FixedPointMultiplier.From(factor)], Offset = -3, Low = wide ? short.MinValue : -128, High = wide ? short.MaxValue : 127 };
        int half = (rows + 1) / 2, quarter = (half + 1) / 2;
        IntegerValue x = Image("x", rows, 9, 3), a = Image("a", half, 5, 8), b = Image("b", half, 5, 8), c = Image("c", half, 5, 8), d = Image("d", half, 5, 8), e = Image("e", half, 5, 8);
        IntegerValue f = Image("f", quarter, 3, 8), g = Image("g", quarter, 3, 5), h = Image("h", quarter - 1, 2, 5), flat = new("flat", type, new Shape(1, (quarter - 1) * 10)), y = new("y", type, new Shape(1, 4));
        IIntegerOp[] ops =
        [
            new ConvolutionOp { Name = "first", Input = x, Output = a, Weights = Weights(1, 8, 3, 3, 3), Window = new SpatialWindow(2, 2, 1, 1), InputOffset = 4, Requantization = To(0.004), Bias = [.. Enumerable.Range(0, 8).Select(i => (i * 91L) - 300)] },
            wide ? new MaxPoolOp { Name = "table", Input = a, Output = b, KernelHeight = 1, KernelWidth = 1 } : new LookupOp { Name = "table", Input = a, Output = b, Table = LookupOp.Tabulate(Math.Tanh, 0.05, 3, 1 / 128.0, 0) },
            new DepthwiseConvolutionOp { Name = "depthwise", Input = b, Output = c, Weights = Weights(2, 1, 5, 3, 8), Window = new SpatialWindow(1, 1, 2, 1), InputOffset = -2, Requantization = To(0.009) },
            new ConvolutionOp { Name = "pointwise", Input = c, Output = d, Weights = Weights(3, 8, 1, 1, 8), Requantization = To(0.01) },
            new AddOp { Name = "sum", Left = b, Right = d, Output = e, LeftOffset = 3, RightOffset = -5, Headroom = wide ? 8 : 20, LeftFactor = FixedPointMultiplier.From(0.5), RightFactor = FixedPointMultiplier.From(0.4), Requantization = To(1.0 / (1 << (wide ? 8 : 20))) },
            new MaxPoolOp { Name = "most", Input = e, Output = f, KernelHeight = 3, KernelWidth = 3, Window = new SpatialWindow(2, 2, 1, 1) },
            new ConvolutionOp { Name = "dilated", Input = f, Output = g, Weights = Weights(4, 5, 3, 3, 8), Window = new SpatialWindow(1, 1, 2, 2, 2, 2), Requantization = To(0.003) },
            new AveragePoolOp { Name = "mean", Input = g, Output = h, KernelHeight = 2, KernelWidth = 2 },
            new ReshapeOp { Name = "flat", Input = h, Output = flat },
            new FullyConnectedOp { Name = "dense", Input = flat, Output = y, Weights = Weights(5, 4, flat.Shape[1]), Requantization = To(0.004) },
        ];
        return new IntegerGraph { Name = "residual", Inputs = [x], Outputs = [y], Ops = [.. ops] }.Verify();
    }

    private static IntegerWeights Weights(ulong seed, params int[] shape)
    {
        var of = new Shape(shape);
        return IntegerWeights.Of([.. Enumerable.Range(0, of.Count).Select(i => (sbyte)(RandomKey.FromSeed(7).Fold(seed).Below((ulong)i, 255) - 127))], of);
    }
}
