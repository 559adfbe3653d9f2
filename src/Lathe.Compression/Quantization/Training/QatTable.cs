using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Training;

/// <summary>What training in few bits made of each layer.</summary>
internal static class QatTable
{
    public static TechniqueTable Of(IReadOnlyList<PlannedLayer> plan, ModelGraph before, ModelGraph after) =>
        new("qat-layers", "Layers trained in few bits", ["layer", "weight bits", "activation bits", "distinct weights", "change of weights dB"], [.. plan.Select(p => Row(p, before, after))])
        {
            Provenance = "counted; change of weights: their power over that of what training and rounding changed",
        };

    private static IReadOnlyList<object?> Row(PlannedLayer layer, ModelGraph before, ModelGraph after)
    {
        string weight = layer.Node.Inputs[QuantizableLayers.Weights(layer.Node)[0]];
        int distinct = after.Parameters.TryGetValue(weight, out TensorData? trained) ? trained.ToFloats().Distinct().Count() : 0;
        double? change = trained is null || !before.Parameters.TryGetValue(weight, out TensorData? old) || old.Count != trained.Count ? null : Ratio(old.ToFloats(), trained.ToFloats());
        return [layer.Node.Name, layer.Bits.Weights, layer.Bits.Activations, distinct, change];
    }

    private static double Ratio(float[] before, float[] after)
    {
        double power = before.Sum(v => (double)v * v), moved = before.Zip(after, (a, b) => ((double)a - b) * (a - b)).Sum();
        return 10 * Math.Log10(Math.Max(power, 1e-30) / Math.Max(moved, 1e-30));
    }
}
