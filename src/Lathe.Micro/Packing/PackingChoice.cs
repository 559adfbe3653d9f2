using Lathe.Micro.Kernels;
using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Packing;

/// <summary>
/// Which layers keep their weights packed and decode them on the fly: those that run in fewer instructions so, as measured, and where flash is the limit
/// those that get smaller. Fully connected layers and convolutions in one group of 8 bits can.
/// </summary>
public static class PackingChoice
{
    // About what start-up, kernels and the layers' own structures take.
    private const int CodeBytes = 12 * 1024;

    private static readonly WeightPacking[] s_packings = [WeightPacking.Blocks, WeightPacking.TwoOfFour, WeightPacking.Codebook];

    /// <summary>The network with packed weights where they take fewer instructions.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="kernels">The kind of processor.</param>
    public static IntegerGraph ForSpeed(IntegerGraph graph, KernelSet kernels) => Packed(graph, op => Candidates(op).Where(w => Instructions(w, op, kernels) + Patch(op, kernels) < Plain(kernels, op.Weights.Shape[0], Columns(op) * Inside(op, kernels))).MinBy(w => Instructions(w, op, kernels)));

    /// <summary>The network with packed weights where they take fewer bytes.</summary>
    /// <param name="graph">The network.</param>
    public static IntegerGraph ForFlash(IntegerGraph graph) => Packed(graph, op => Candidates(op).MinBy(w => w.Packed.Length));

    /// <summary>The network, its weights in the fewest bytes where they would not fit beside the code.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="flash">Bytes of flash.</param>
    public static IntegerGraph Within(IntegerGraph graph, long flash) => graph.ConstantBytes > flash - CodeBytes ? ForFlash(graph) : graph;

    /// <summary>Codes of a row of weights.</summary>
    internal static int Columns(WeightedOp op) => op.Weights.Shape.Count / op.Weights.Shape[0];

    private static IntegerGraph Packed(IntegerGraph graph, Func<WeightedOp, IntegerWeights?> choose)
    {
        // Patches of one layer share their weights.
        var known = new Dictionary<IntegerWeights, IntegerWeights>(ReferenceEqualityComparer.Instance);
        return graph with { Ops = [.. graph.Ops.Select(op => op is WeightedOp layer && Fits(layer) ? With(layer) : op)] };

        IIntegerOp With(WeightedOp layer)
        {
            if (!known.TryGetValue(layer.Weights, out IntegerWeights? weights))
            {
                weights = known[layer.Weights] = choose(layer) ?? layer.Weights;
            }

            return layer with { Weights = weights };
        }
    }

    // Those that are smaller than one byte each.
    private static IEnumerable<IntegerWeights> Candidates(WeightedOp op) => s_packings.Select(p => op.Weights.InRows(p)).OfType<IntegerWeights>().Where(w => w.Packed.Length < w.Shape.Count);

    private static bool Fits(WeightedOp op)
    {
        bool plain = op.Input.Type == DType.Int8 && op.Weights is { Bits: 8, Packing: WeightPacking.Plain } && op.Requantization.Rounding == RequantizationRounding.Double;
        return plain && op switch
        {
            FullyConnectedOp dense => dense.WeightOffset == 0,
            ConvolutionOp image => image.Weights.Shape[3] == image.Input.Shape[3] && (PackedLayer.IsRows(image) || (image.Window.DilationWidth == 1 && -image.InputOffset is >= sbyte.MinValue and <= sbyte.MaxValue)),
            _ => false,
        };
    }

    // Instructions for a place, measured under QEMU with 64 inputs, in a pixel and in a window: for each row the sum's change of scale, then what its weights take.
    private static double Plain(KernelSet kernels, int rows, double columns) => rows * (kernels switch
    {
        KernelSet.Portable => 63 + (6.7 * columns),
        KernelSet.Dsp => 45 + (1.66 * columns),
        _ => 20 + (0.2 * columns),
    });

    // What the codes under a kernel take to gather, where plain weights are met without: the other kernels gather them too.
    private static double Patch(WeightedOp op, KernelSet kernels) => kernels == KernelSet.Portable && !PackedLayer.IsRows(op) ? 7 * Columns(op) : 0;

    // Plain portable kernels leave out what lies outside the image; the others read zeros there.
    private static double Inside(WeightedOp op, KernelSet kernels) => kernels == KernelSet.Portable && op is ConvolutionOp { Window: var window } image
        ? Inside(image, 1, window.StrideHeight, window.PadTop, window.DilationHeight) * Inside(image, 2, window.StrideWidth, window.PadLeft, window.DilationWidth)
        : 1;

    private static double Inside(ConvolutionOp op, int axis, int stride, int pad, int dilation) =>
        Enumerable.Range(0, op.Output.Shape[axis]).SelectMany(o => Enumerable.Range(0, op.Weights.Shape[axis]).Select(k => (o * stride) - pad + (k * dilation))).Average(i => i >= 0 && i < op.Input.Shape[axis] ? 1.0 : 0);

    private static double Instructions(IntegerWeights weights, WeightedOp op, KernelSet kernels)
    {
        int rows = weights.Shape[0], bytes = weights.Packed.Length;
        // With DSP instructions a block meets two places at once, where there are two.
        double block = kernels != KernelSet.Dsp ? 17 : op.Output.Shape.Count / rows > 1 ? 9 : 18;
        return (63 * rows) + weights.Packing switch
        {
            // Blocks of five bytes behind two of their number; groups of eight; pairs behind the sixteen codes.
            WeightPacking.Blocks => block * (bytes - (2.0 * rows)) / 5,
            WeightPacking.TwoOfFour => 22 * bytes / 5.0,
            _ => 12 * (bytes - (16.0 * rows)),
        };
    }
}
