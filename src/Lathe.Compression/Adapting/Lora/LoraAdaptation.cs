using System.IO.Enumeration;
using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Editing;
using Lathe.Graph.Readings;
using Lathe.Tensors;
using Lathe.Training.Optimizers;

namespace Lathe.Compression.Adapting.Lora;

/// <summary>LoRA (Hu et al. 2022): the network is frozen, low-rank adapters beside its layers are trained, and then added into the weights.</summary>
public sealed class LoraAdaptation : Technique<LoraOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("adapt", "lora")
    {
        Summary = "Freeze the network, train low-rank adapters beside its layers, and add them into the weights.",
        Paper = "Hu et al. 2022, LoRA: Low-Rank Adaptation of Large Language Models, arXiv:2106.09685",
        Page = "lora.md",
        Trains = true,
        Keeps = WeightForms.None,
        Loses = "the adapters that are added to the weights are dense",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, LoraOptions options)
    {
        ModelGraph graph = model.Graph;
        LoraAdapter[] adapters = Plan(graph, options);
        context.Report(Table(graph, adapters));
        context.Say($"{adapters.Sum(a => a.ParameterCount):N0} values are trained beside {graph.ParameterCount:N0} frozen ones");
        ModelGraph frozen = FrozenStatistics.Apply(Attach(graph, adapters, context.Key));
        ParameterGroup[] groups = [.. adapters.SelectMany(a => new[] { new ParameterGroup(a.A, 0), new ParameterGroup(a.B, 0) }), .. options.Train.Select(t => new ParameterGroup(t)), new ParameterGroup("*", 0, 0)];

        // B starts at zero: a pattern nobody wants kept. The base does not move, so its own patterns are safe.
        ModelGraph trained = FrozenStatistics.Release(context.Fit(frozen, new FitRequest("adapters", 3, 1e-3f) { Optimizer = "adam", Groups = groups, FreesPatterns = true }));
        return model with { Graph = options.Merge ? Merge(graph, trained, adapters) : trained, Coded = null };
    }

    /// <summary>The adapters of a network.</summary>
    /// <exception cref="InvalidInputException">No layer is meant.</exception>
    public static LoraAdapter[] Plan(ModelGraph graph, LoraOptions options)
    {
        LinearLayer[] layers = [.. LinearLayer.Of(graph, ShapeInference.Run(graph)).Where(LoraAdapter.Fits)];
        LinearLayer[] meant = options.Layers.Length == 0 ? layers : [.. layers.Where(l => options.Layers.Any(p => FileSystemName.MatchesSimpleExpression(p, l.Node.Name, ignoreCase: false)))];
        return meant.Length > 0 ? [.. meant.Select(l => new LoraAdapter(l, options.Rank, options.Alpha))]
            : throw new InvalidInputException($"No layer of '{graph.Name}' gets an adapter: {(layers.Length == 0 ? "it has no dense layer or ungrouped convolution" : $"of {string.Join(", ", layers.Take(8).Select(l => l.Node.Name))}{(layers.Length > 8 ? " ..." : "")} none is {string.Join(" or ", options.Layers)}")}.");
    }

    /// <summary>The network with adapters, which compute nothing yet.</summary>
    public static ModelGraph Attach(ModelGraph graph, IReadOnlyList<LoraAdapter> adapters, RandomKey key)
    {
        var editor = new GraphEditor(graph);
        foreach (LoraAdapter adapter in adapters)
        {
            adapter.Attach(editor, key.Fold(adapter.Weight));
        }

        return GraphVerifier.Verify(editor.ToGraph());
    }

    /// <summary>The network as it was, with the adapters in its weights.</summary>
    /// <param name="graph">The network without adapters.</param>
    /// <param name="trained">The network with adapters after training.</param>
    /// <param name="adapters">The adapters.</param>
    public static ModelGraph Merge(ModelGraph graph, ModelGraph trained, IReadOnlyList<LoraAdapter> adapters) => graph with
    {
        Parameters = graph.Parameters.SetItems(graph.Parameters.Keys.Where(trained.Parameters.ContainsKey).Select(k => KeyValuePair.Create(k, trained.Parameters[k])))
            .SetItems(adapters.Select(a => KeyValuePair.Create(a.Weight, a.Merged(trained)))),
    };

    private static TechniqueTable Table(ModelGraph graph, LoraAdapter[] adapters) => new(
        "adapters",
        "Adapters",
        ["layer", "weight", "rank", "frozen", "trained", "share"],
        [.. adapters.Select(a => (IReadOnlyList<object?>)[a.Name, graph.Parameters[a.Weight].Shape.ToString(), a.Rank, graph.Parameters[a.Weight].Count, a.ParameterCount, (double)a.ParameterCount / graph.Parameters[a.Weight].Count])])
    {
        Provenance = "counted",
    };
}
