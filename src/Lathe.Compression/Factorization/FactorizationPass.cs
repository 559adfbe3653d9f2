using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Factorization.Ranks;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Readings;

namespace Lathe.Compression.Factorization;

/// <summary>Goes over the layers of a network: chooses ranks, replaces what gets cheaper, leaves the rest, and reports both.</summary>
internal sealed class FactorizationPass(FactorOptions options, Func<LinearLayer, Preparation> prepare)
{
    private readonly List<IReadOnlyList<object?>> _rows = [];

    /// <summary>The network with factored layers, not trained yet.</summary>
    /// <exception cref="InvalidInputException">No layer gets cheaper.</exception>
    public ModelGraph Run(TechniqueContext context, ModelGraph graph)
    {
        List<LayerFactoring> layers = Layers(graph);
        int[]?[] ranks = options.Rank == RankChoice.Cost ? ByCost(context, graph, layers) : [.. layers.Select(Ranks)];
        var editor = new GraphEditor(graph);
        int replaced = 0;
        for (int i = 0; i < layers.Count; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            replaced += Replace(editor, graph, layers[i], ranks[i]) ? 1 : 0;
        }

        context.Report(new TechniqueTable("factorization", "Factored layers", ["layer", "weight", "ranks", "relative error", "before", "after", "counted", "result"], _rows) { Provenance = "analytic; errors of the weights, before fine-tuning" });
        if (replaced == 0)
        {
            throw new InvalidInputException($"No layer of '{graph.Name}' gets cheaper this way: {Reasons()}. Keep less (energy, share, target), or take another method.");
        }

        context.Say($"{replaced} of {_rows.Count} layers factored");
        return GraphVerifier.Verify(editor.ToGraph());
    }

    private List<LayerFactoring> Layers(ModelGraph graph)
    {
        if (options.Except.FirstOrDefault(name => !graph.Nodes.Any(n => n.Name == name)) is { } unknown)
        {
            throw new InvalidInputException($"'{unknown}' is no layer of '{graph.Name}'. `lathe inspect` lists them.");
        }

        var layers = new List<LayerFactoring>();
        foreach (LinearLayer layer in LinearLayer.Of(graph, ShapeInference.Run(graph)).Where(l => !options.Except.Contains(l.Node.Name)))
        {
            Preparation prepared = prepare(layer);
            if (prepared.Factoring is { } factoring)
            {
                layers.Add(factoring);
            }
            else if (prepared.Reason is { } reason)
            {
                _rows.Add([layer.Node.Name, layer.Weight.Shape.ToString(), "", null, null, null, "", "left alone: " + reason]);
            }
        }

        return layers;
    }

    private int[] Ranks(LayerFactoring layer) => options.Rank switch
    {
        RankChoice.Vbmf => layer.RanksByBayes(),
        RankChoice.Share => layer.RanksByShare(options.Share),
        _ => layer.RanksByEnergy(options.Energy),
    };

    private int[]?[] ByCost(TechniqueContext context, ModelGraph graph, List<LayerFactoring> layers)
    {
        ICostModel model = context.Cost(options.Cost);
        LevelTable[] tables = [.. layers.Select(l => LevelTable.Of(l, graph, model))];
        double budget = options.Target * tables.Sum(t => t.Costs[0]);
        string chosen = context.Decide("levels", () => string.Join(' ', CostAllocation.Choose([.. tables.Select(t => t.Costs)], [.. tables.Select(t => t.Errors)], budget)));
        int[] levels = [.. chosen.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        double reached = tables.Select((t, i) => t.Costs[levels[i]]).Sum();
        context.Say($"{model.Figure} of the treated layers: {tables.Sum(t => t.Costs[0]):0.###} {model.Unit} before, {reached:0.###} after, {budget:0.###} asked for ({model.Provenance})");
        return [.. tables.Select((t, i) => t.Ranks[levels[i]])];
    }

    private bool Replace(GraphEditor editor, ModelGraph graph, LayerFactoring factoring, int[]? ranks)
    {
        LinearLayer layer = factoring.Layer;
        string unit = layer.IsEmbedding ? "weights" : "MACs";
        if (ranks is null)
        {
            _rows.Add([layer.Node.Name, layer.Weight.Shape.ToString(), "", null, null, null, unit, "left alone: the cost is met without it"]);
            return false;
        }

        (ModelGraph before, IReadOnlyList<FactorPart> parts) = (LayerSurgery.Isolate(layer, graph), factoring.Parts(ranks));
        long old = Count(before, layer), now = Count(LevelTable.Factored(before, layer, parts), layer);
        string shown = string.Join(" x ", ranks);
        if (now >= old)
        {
            _rows.Add([layer.Node.Name, layer.Weight.Shape.ToString(), shown, null, old, now, unit, $"left alone: {now:N0} {unit} instead of {old:N0}"]);
            return false;
        }

        (float[][] weights, double error) = factoring.Solve(ranks);
        LayerSurgery.Replace(editor, layer, parts, weights);
        _rows.Add([layer.Node.Name, layer.Weight.Shape.ToString(), shown, error, old, now, unit, "factored"]);
        return true;
    }

    // An embedding multiplies nothing: its table is what gets smaller.
    private static long Count(ModelGraph graph, LinearLayer layer) => layer.IsEmbedding ? graph.ParameterCount : GraphCost.Of(graph).Total.Macs;

    private string Reasons() => _rows.Count == 0 ? "it has no layer of this kind" : string.Join("; ", _rows.Take(3).Select(r => $"{r[0]} {r[7]}"));
}
