using Lathe.Runtime;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Floating;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Micro.Layers;

/// <summary>What kernels cannot do although the integer reference can.</summary>
internal static class LayerLimits
{
    private const int MostDimensions = 4;

    private const string NotFinite = "has weights that are no finite numbers, for which C has no literal. Train it again, or look at what made them so.";

    /// <summary>What stands against writing an operation, with the way around it; nothing when it can be written.</summary>
    public static IEnumerable<string> Of(IIntegerOp op) => op switch
    {
        WeightedOp layer => Sums(layer),
        MatrixProductOp { Left.Type: DType.Int8, LargestSum: > int.MaxValue } product => [$"may sum to {product.LargestSum:N0}, beyond the 32 bits of its sums. Divide its {product.Left.Shape[2]:N0} products per output over two layers."],
        FloatLayerOp layer when !Finite([.. layer.Weights.Values, .. layer.Bias]) => [NotFinite],
        FloatRecurrentOp layer when !Finite([.. layer.InputWeights.Values, .. layer.HiddenWeights.Values, .. layer.Bias]) => [NotFinite],
        PadOp or TransposeOp when op.Output.Shape.Rank > MostDimensions =>
            [$"has {op.Output.Shape.Rank} dimensions; pads and transpositions have at most {MostDimensions}. Join dimensions that stay together with a Reshape before it."],
        _ => LayerWriter.CanWrite(op) ? [] : [$"is a {op.GetType().Name}, which has no kernel. Replace it by supported operations, or run it outside the network."],
    };

    private static bool Finite(float[] values) => values.All(float.IsFinite);

    private static IEnumerable<string> Sums(WeightedOp layer)
    {
        if (layer.Input.Type == DType.Int16)
        {
            yield break;
        }

        if (layer.Requantization.Rounding == RequantizationRounding.Wide)
        {
            yield return "rounds 8-bit codes as 16-bit ones are. Give it the double or single rounding.";
        }

        if (LargestSum(layer) is > int.MaxValue and long largest)
        {
            yield return $"may sum to {largest:N0}, beyond the 32 bits of its sums. Divide its {layer.Weights.Shape.Count / Outputs(layer):N0} products per output over two layers, or use 16-bit activations, whose sums have 64 bits.";
        }
    }

    /// <summary>What no sum of an 8-bit layer exceeds, whatever its inputs are.</summary>
    public static long LargestSum(WeightedOp layer)
    {
        int weight = 128 + Math.Abs((layer as FullyConnectedOp)?.WeightOffset ?? 0);
        return ((long)layer.Weights.Shape.Count / Math.Max(1, Outputs(layer)) * weight * (128 + Math.Abs(layer.InputOffset))) + layer.Bias.Select(Math.Abs).DefaultIfEmpty().Max();
    }

    private static int Outputs(WeightedOp layer) => layer is FullyConnectedOp ? layer.Weights.Shape[0] : layer.Output.Shape[3];
}
