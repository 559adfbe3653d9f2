using Lathe.Micro.Kernels;
using Lathe.Micro.Packing;
using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>
/// Which kernel runs a convolution. Those with instructions of their own are for 8 bits, factors below a half and columns that are not
/// dilated; those of one group read the codes under the kernel from one row, which needs room where it is not a pixel. Packed weights always do.
/// </summary>
internal static class ConvolutionKernels
{
    private const string Blocks = "lathe_conv_blocks_s8", Vectors = "lathe_conv_vectors_s8", Pixels = "lathe_pointwise_vectors_s8", Fours = "lathe_depthwise_fours_s8";

    // Sums that can be doubled.
    private const long LargestSum = 1L << 30;

    /// <summary>The graph, its convolutions with the room that these kernels need and no other's, and the places that they compute together.</summary>
    public static IntegerGraph WithRoom(IntegerGraph graph, KernelSet kernels) =>
        graph with { Ops = [.. graph.Ops.Select(o => o is ConvolutionOp convolution ? convolution with { Room = Room(convolution, kernels), PlacesAtOnce = InPairs(convolution, kernels) && PackedLayer.IsRows(convolution) ? 2 : 1 } : o)] };

    // With DSP instructions a block of weights meets the codes of two places.
    private static bool InPairs(ConvolutionOp op, KernelSet kernels) => kernels == KernelSet.Dsp && op.Weights.Packing == WeightPacking.Blocks;

    /// <summary>The kernel of a convolution: the one any processor runs where the others do not fit.</summary>
    public static string Of(ImageLayerOp op, KernelSet kernels) => (op, kernels) switch
    {
        (ConvolutionOp { Weights.Packing: not WeightPacking.Plain }, _) => $"lathe_patches_{PackedLayer.Form(op.Weights.Packing)}_s8",
        (ConvolutionOp, KernelSet.Dsp) when Fits(op) && IsWhole(op) => Blocks,
        (ConvolutionOp, KernelSet.Helium) when Fits(op) && IsWhole(op) => IsPointwise(op) ? Pixels : Vectors,
        (DepthwiseConvolutionOp, not KernelSet.Portable) when Fits(op) && op.Input.Shape[3] == op.Output.Shape[3] => Fours,
        (DepthwiseConvolutionOp, _) => WeightCode.Variant(op, "lathe_depthwise").Name,
        (TransposedConvolutionOp, _) => WeightCode.Variant(op, "lathe_transposed_conv").Name,
        _ => WeightCode.Variant(op, "lathe_conv").Name,
    };

    /// <summary>The layer as its kernel reads it: a factor for each channel; where weights meet codes with their zero point, its share goes into the bias.</summary>
    public static ImageLayerOp Prepared(ImageLayerOp op, KernelSet kernels)
    {
        string kernel = Of(op, kernels);
        if (op is ConvolutionOp { Weights.Packing: not WeightPacking.Plain })
        {
            return WithZeroPoint(op);
        }

        if (kernel is not (Blocks or Vectors or Pixels or Fours))
        {
            return op;
        }

        int outputs = op.Output.Shape[3];
        // A factor of zero has no shift; these kernels always shift.
        IEnumerable<FixedPointMultiplier> factors = (op.Requantization.Factors.Length > 1 ? op.Requantization.Factors : Enumerable.Repeat(op.Requantization.Factors[0], outputs)).Select(f => f.Multiplier == 0 ? f with { Shift = -1 } : f);
        ImageLayerOp each = op with { Requantization = op.Requantization with { Factors = [.. factors] } };
        return kernel is Vectors or Pixels ? WithZeroPoint(each) : each;
    }

    // The share of the input's zero point in the biases.
    private static ImageLayerOp WithZeroPoint(ImageLayerOp op) =>
        op with { Bias = [.. Enumerable.Range(0, op.Output.Shape[3]).Select(o => (op.Bias.IsEmpty ? 0 : op.Bias[o]) + (op.InputOffset * SumOfWeights(op, o)))] };

    private static long SumOfWeights(ImageLayerOp op, int output)
    {
        int each = op.Weights.Shape.Product(1, 4);
        long sum = 0;
        foreach (sbyte weight in op.Weights.Codes.Slice(output * each, each))
        {
            sum += weight;
        }

        return sum;
    }

    private static int Room(ConvolutionOp op, KernelSet kernels)
    {
        int row = op.Weights.Shape.Product(1, 4), whole = (row + 3) / 4 * 4;
        if (op.Weights.Packing != WeightPacking.Plain)
        {
            return PackedLayer.IsRows(op) ? 0 : InPairs(op, kernels) ? 2 * row : row;
        }

        return Of(op, kernels) switch
        {
            // The rows of two places in 16 bits, and the codes they come from.
            Blocks => (4 * whole) + (IsPointwise(op) ? 0 : whole),
            Vectors => row,
            _ => 0,
        };
    }

    private static bool Fits(ImageLayerOp op) =>
        op.Input.Type == DType.Int8 && op.Weights is { Bits: 8, Packing: WeightPacking.Plain } && op.Requantization.Rounding == RequantizationRounding.Double && op.Window.DilationWidth == 1
        && -op.InputOffset is >= sbyte.MinValue and <= sbyte.MaxValue && op.Requantization.Factors.All(f => f is { Multiplier: 0 } or { Multiplier: > 0, Shift: < 0 }) && LayerLimits.LargestSum(op) < LargestSum;

    private static bool IsWhole(ImageLayerOp op) => op.Weights.Shape[3] == op.Input.Shape[3];

    private static bool IsPointwise(ImageLayerOp op)
    {
        Shape from = op.Input.Shape, to = op.Output.Shape;
        return op.Weights.Shape.Product(1, 3) == 1 && op.Window is { PadTop: 0, PadLeft: 0 } window
            && (to[1] - 1) * window.StrideHeight < from[1] && (to[2] - 1) * window.StrideWidth < from[2];
    }
}
