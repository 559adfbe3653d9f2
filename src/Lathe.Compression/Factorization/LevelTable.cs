using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;

namespace Lathe.Compression.Factorization;

/// <summary>What a layer could be made into: ranks from all down to few, with cost and error of each; the first level is the layer as it is.</summary>
/// <param name="Ranks">Ranks; null for the layer as it is.</param>
/// <param name="Costs">Costs.</param>
/// <param name="Errors">Bounds of the squared relative error.</param>
internal sealed record LevelTable(int[]?[] Ranks, double[] Costs, double[] Errors)
{
    private static readonly double[] s_shares = [0.8, 0.65, 0.5, 0.4, 0.32, 0.25, 0.2, 0.16, 0.12, 0.09, 0.06, 0.04, 0.02];

    /// <summary>Costs every level of a layer.</summary>
    public static LevelTable Of(LayerFactoring factoring, ModelGraph graph, ICostModel model)
    {
        ModelGraph alone = LayerSurgery.Isolate(factoring.Layer, graph);
        int[][] ranks = [.. s_shares.Select(factoring.RanksByShare).DistinctBy(r => string.Join(' ', r))];
        return new LevelTable(
            [null, .. ranks],
            [model.Of(alone), .. ranks.Select(r => model.Of(Factored(alone, factoring.Layer, factoring.Parts(r))))],
            [0, .. ranks.Select(factoring.Bound)]);
    }

    /// <summary>A network of one layer with that layer factored, weights zero.</summary>
    public static ModelGraph Factored(ModelGraph alone, LinearLayer layer, IReadOnlyList<FactorPart> parts)
    {
        var editor = new GraphEditor(alone);
        LayerSurgery.Replace(editor, layer, parts);
        return editor.ToGraph();
    }
}
