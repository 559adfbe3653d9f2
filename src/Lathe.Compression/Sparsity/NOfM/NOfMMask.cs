using Lathe.Compression.Calibration;
using Lathe.Compression.Sparsity.Storage;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.NOfM;

/// <summary>The mask that keeps the N largest of every M neighbours.</summary>
internal static class NOfMMask
{
    /// <summary>True for what stays; among equal magnitudes the first.</summary>
    public static bool[] Of(ReadOnlySpan<float> weight, Shape shape, int axis, int keep, int of)
    {
        bool[] kept = new bool[weight.Length];
        var groups = new NeighbourGroups(shape, axis, of);
        for (int g = 0; g < groups.Count; g++)
        {
            for (int n = 0; n < Math.Min(keep, groups.Size(g)); n++)
            {
                int best = -1;
                for (int k = 0; k < groups.Size(g); k++)
                {
                    int i = groups.Index(g, k);
                    best = !kept[i] && (best < 0 || Math.Abs(weight[i]) > Math.Abs(weight[best])) ? i : best;
                }

                kept[best] = true;
            }
        }

        return kept;
    }

    /// <summary>The axis of a layer's weight that its inputs run along, or null where it has fewer inputs than a group.</summary>
    public static int? InputAxis(ModelGraph graph, string weight, int of) =>
        LayerMatrix.TryOf(graph, weight) is { } layer && layer.Shape[layer.IsTransposed ? 0 : 1] >= of ? layer.IsTransposed ? 0 : 1 : null;
}
