using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>What layers with weights share: codes in another order, biases, factors.</summary>
internal static class WeightLowering
{
    private const int LargestOfFourBits = 7;

    /// <summary>Codes in the order given by their places in the model's weight; 4 bits where they fit.</summary>
    public static IntegerWeights Reorder(sbyte[] codes, Shape shape, Func<int, int> place, LoweringContext context)
    {
        sbyte[] ordered = [.. Enumerable.Range(0, shape.Count).Select(i => codes[place(i)])];
        if (!context.Options.PackFourBits || ordered.Any(c => c is < -LargestOfFourBits - 1 or > LargestOfFourBits))
        {
            return IntegerWeights.Of(ordered, shape);
        }

        byte[] packed = new byte[(ordered.Length + 1) / 2];
        for (int i = 0; i < ordered.Length; i++)
        {
            packed[i / 2] |= (byte)((ordered[i] & 0xF) << (i % 2 * 4));
        }

        return IntegerWeights.FromPacked(packed, shape, 4);
    }

    /// <summary>Biases in the scale of the sums; none when there is none.</summary>
    public static ImmutableArray<long> Bias(string? bias, double inputScale, double[] weightScales, LoweringContext context) =>
        bias is null || context.Constants.Numbers(bias) is not { } numbers
            ? []
            : [.. numbers.Select((b, c) => (long)Math.Round(b / (inputScale * weightScales[weightScales.Length == 1 ? 0 : c])))];

    /// <summary>From sums to the target's codes.</summary>
    public static Requantization To(Target target, CodeScale output, double inputScale, double[] weightScales) => new()
    {
        Factors = [.. weightScales.Select(w => FixedPointMultiplier.From(inputScale * w / output.Scale))],
        Offset = output.Zero,
        Low = target.Low,
        High = target.High,
        Rounding = target.Bits == 8 ? RequantizationRounding.Double : RequantizationRounding.Wide,
    };

    /// <summary>The weight of a layer and the scale of its output; refuses the layer when one is missing.</summary>
    public static (sbyte[] Codes, Shape Shape, double[] Scales, CodeScale Output)? Read(Node node, Target target, LoweringContext context)
    {
        if (context.Constants.Weight(node.Inputs[1]) is not var (codes, shape, scales))
        {
            context.Refuse(node, "has a weight that is not stored as symmetric i8 codes behind a DequantizeLinear. Quantize the layer: quantize it in integers, not only its weights.");
            return null;
        }

        if (target.Scale is not { } output)
        {
            context.Refuse(node, $"makes '{target.Value}', which nothing quantizes. Give a data set to measure its range with, or quantize what reads it.");
            return null;
        }

        return (codes, shape, scales, output);
    }
}
