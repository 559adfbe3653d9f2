using Lathe.Graph;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>
/// A batch normalisation that no layer took in, as before the convolutions of DenseNet: <c>y = a x + b</c> for each channel, which is a depthwise
/// convolution of one tap. The tap is 127 where the channel's scale is free to be <c>|a| / 127</c>, so that nothing is lost.
/// </summary>
internal static class NormalizationLowering
{
    private const double Epsilon = 1e-5, SmallestScale = 1e-12;

    // The largest code of a bias, which leaves the sums of 32 bits room.
    private const double LargestBias = 1 << 26;

    public static void Batch(Node node, LoweringContext context)
    {
        Target target = context.Targets.Of(node, context.Done);
        if (context.Find(node.Inputs[0]) is not { } input || Line(node, context) is not var (factors, offsets))
        {
            context.Refuse(node, "reads a value that is not quantized, or statistics that are no constants. Quantize the model with Lathe after training.");
            return;
        }

        if (target.Scale is not { } output || input.Logical.Rank is not (3 or 4))
        {
            context.Refuse(node, target.Scale is null ? $"makes '{target.Value}', which nothing quantizes. Give a data set to measure its range with, or quantize what reads it." : "normalises no image and no sequence. Fold it into the layer before it.");
            return;
        }

        Coded x = Layouts.AsImage(input, context);
        var y = x with { Value = context.Value(target.Value, x.Value.Shape, target.Bits), Scale = output };
        double[] scales = [.. factors.Zip(offsets, (a, b) => Math.Max(Math.Max(Math.Abs(a) / sbyte.MaxValue, Math.Abs(b) / (x.Scale.Scale * LargestBias)), SmallestScale))];
        sbyte[] taps = [.. factors.Zip(scales, (a, s) => (sbyte)Math.Round(a / s))];
        context.Set(target.Value, y);
        context.Add(new DepthwiseConvolutionOp
        {
            Name = node.Name, Input = x.Value, Output = y.Value, Requantization = WeightLowering.To(target, output, x.Scale.Scale, scales),
            Weights = IntegerWeights.Of(taps, new Shape(1, 1, 1, taps.Length)),
            Bias = [.. offsets.Zip(scales, (b, s) => (long)Math.Round(b / (x.Scale.Scale * s)))],
            InputOffset = -x.Scale.Zero,
        });
    }

    /// <summary>Factor and offset of each channel; null where a constant is missing.</summary>
    internal static (double[] Factors, double[] Offsets)? Line(Node node, LoweringContext context)
    {
        double[]?[] constants = [.. Enumerable.Range(1, 4).Select(i => node.Input(i) is { } name ? context.Constants.Numbers(name) : null)];
        if (constants is not [{ } gain, { } shift, { } mean, { } variance])
        {
            return null;
        }

        double epsilon = node.Attributes.Float("epsilon", (float)Epsilon);
        double[] factors = [.. gain.Zip(variance, (g, v) => g / Math.Sqrt(v + epsilon))];
        return (factors, [.. shift.Zip(mean.Zip(factors, (m, a) => m * a), (s, ma) => s - ma)]);
    }
}
