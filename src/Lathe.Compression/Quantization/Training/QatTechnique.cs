using Lathe.Compression.Distillation;
using Lathe.Compression.Patterns;
using Lathe.Compression.Quantization.Training.Deployment;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Training.Losses;

namespace Lathe.Compression.Quantization.Training;

/// <summary>
/// Quantization-aware training by quantizers in the graph: ranges are read, quantizers inserted with the steps that round best, everything is
/// trained, and the quantizers taken out again.
/// </summary>
/// <typeparam name="TOptions">The method's options.</typeparam>
public abstract class QatTechnique<TOptions> : Technique<TOptions>
    where TOptions : QatOptions, new()
{
    /// <summary>Epochs where the user says nothing.</summary>
    private protected virtual FitRequest Request(TOptions options) => new("qat", 3, 0.01f);

    /// <summary>What makes the quantizers of inner layers.</summary>
    private protected abstract QuantizerScheme Scheme(TOptions options, Node layer);

    /// <summary>What makes those of the first and the last layer when they have bits of their own.</summary>
    private protected virtual QuantizerScheme EndScheme(TOptions options) => Lsq.LsqScheme.FromRounding;

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, TOptions options)
    {
        (ModelGraph graph, IReadOnlyList<PlannedLayer> plan) = Insert(context, model.Graph, options);
        using ITeacher? teacher = options.Teacher == "none" ? null : Teachers.Open(context, model, options.Teacher);
        ILoss? loss = teacher is null ? null : new DistillationLoss(teacher.Answer, teacher.Name, (float)options.Temperature, (float)options.Alpha);
        var curve = new QuantizationErrorCurve(graph);
        graph = context.Fit(graph, Request(options) with { Loss = loss, Callbacks = [curve] });
        context.Report(curve.Table());
        CompressedModel result = model with { Graph = QuantizerDeployment.Float(graph), Coded = QuantizerDeployment.Coded(graph) };
        context.Report(QatTable.Of(plan, model.Graph, result.Graph));
        return result;
    }

    /// <summary>The network with quantizers, before training.</summary>
    private protected (ModelGraph Graph, IReadOnlyList<PlannedLayer> Plan) Insert(TechniqueContext context, ModelGraph graph, TOptions options)
    {
        IReadOnlyList<PlannedLayer> plan = Plan(context, graph, options);
        WeightPatterns patterns = WeightPatterns.Read(graph);
        int samples = context.Quick ? Math.Min(128, options.Samples) : options.Samples;
        IReadOnlyDictionary<string, RangeHistogram> ranges = ValueRanges.Read(graph, QuantizerInsertion.Values(graph, plan), context.Data.Validation, samples);
        return (QuantizerInsertion.Run(graph, plan, ranges, patterns.Shared.Keys.ToHashSet()), plan);
    }

    /// <summary>The bits of every layer, in order; layers left out stay in floating point.</summary>
    private protected virtual IReadOnlyList<LayerBits> Bits(TechniqueContext context, ModelGraph graph, IReadOnlyList<Node> layers, TOptions options) =>
        [.. layers.Select(l => IsEnd(l, graph, options) ? new LayerBits(l.Name, options.Ends, options.Ends) : new LayerBits(l.Name, options.Weights, options.Activations))];

    /// <summary>True for the first and the last layer where they have bits of their own.</summary>
    private protected static bool IsEnd(Node layer, ModelGraph graph, TOptions options)
    {
        IReadOnlyList<Node> all = QuantizableLayers.Of(graph);
        return options.Ends > 0 && (layer == all[0] || layer == all[^1]);
    }

    private IReadOnlyList<PlannedLayer> Plan(TechniqueContext context, ModelGraph graph, TOptions options)
    {
        IReadOnlyList<Node> layers = Layers(graph, options);
        QuantizerScheme ends = EndScheme(options);
        var schemes = new Dictionary<string, QuantizerScheme>();
        QuantizerScheme Inner(Node layer)
        {
            // Layers that are treated alike share quantizers of the values they read.
            QuantizerScheme made = Scheme(options, layer);
            return schemes.TryGetValue(made.Name, out QuantizerScheme? known) ? known : schemes[made.Name] = made;
        }

        var nodes = layers.ToDictionary(l => l.Name);
        return [.. Bits(context, graph, layers, options).Select(b => new PlannedLayer(nodes[b.Layer], b, IsEnd(nodes[b.Layer], graph, options) ? ends : Inner(nodes[b.Layer])))];
    }

    private static IReadOnlyList<Node> Layers(ModelGraph graph, TOptions options)
    {
        IReadOnlyList<Node> layers = QuantizableLayers.Of(graph);
        if (layers.Count == 0)
        {
            throw new InvalidInputException($"Network '{graph.Name}' has no convolution, dense or recurrent layer with weights of its own; there is nothing to quantize.");
        }

        string[] unknown = [.. options.Skip.Where(s => layers.All(l => l.Name != s))];
        return unknown.Length == 0
            ? [.. layers.Where(l => !options.Skip.Contains(l.Name))]
            : throw new InvalidInputException($"skip names {string.Join(", ", unknown)}, which are no layers. Layers are {string.Join(", ", layers.Select(l => l.Name))}.");
    }
}
