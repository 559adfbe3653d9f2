using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Storage;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Compression.Sparsity.NOfM;

/// <summary>N:M fine-grained structured sparsity with packed storage.</summary>
public sealed class NOfMSparsifier : Technique<NOfMOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "n-m")
    {
        Summary = "Keep N of every M neighbouring weights (2:4, 1:4, 4:8 ...), by magnitude or with a learned mask, and pack them.",
        Paper = "Mishra et al. 2021, Accelerating Sparse Deep Neural Networks, arXiv:2104.08378; Zhou et al. 2021, SR-STE, arXiv:2102.04010",
        Page = "n-m-sparsity.md#nm",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(NOfMOptions options)
    {
        if (options.Keep >= options.Of)
        {
            yield return $"keep is {options.Keep} of {options.Of}: fewer than all must be kept";
        }
    }

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, NOfMOptions options)
    {
        IReadOnlyList<string> weights = WeightScoring.Weights(model.Graph, options.Spare);
        Dictionary<string, int> axes = weights.Select(w => (Weight: w, Axis: NOfMMask.InputAxis(model.Graph, w, options.Of))).Where(w => w.Axis is not null).ToDictionary(w => w.Weight, w => w.Axis!.Value);
        if (axes.Count == 0)
        {
            throw new InvalidInputException($"No layer of network '{model.Graph.Name}' has {options.Of} inputs or more to choose {options.Keep} of: {options.Keep}:{options.Of} sparsity needs dense layers or convolutions of as many input channels.");
        }

        ModelGraph sparse = options.Mask == NOfMMode.Magnitude
            ? context.Fit(Prune(model.Graph, axes, options), new FitRequest("n-m", 2, 0.02f))
            : Prune(Learn(context, model.Graph, axes, options), axes, options);
        Pack(context, sparse, weights, axes, options);
        return model with { Graph = sparse, Coded = null };
    }

    private static ModelGraph Learn(TechniqueContext context, ModelGraph graph, Dictionary<string, int> axes, NOfMOptions options)
    {
        var learned = new LearnedNOfM(graph, axes, options);
        return context.Fit(graph, new FitRequest("n-m", 4, 0.02f) { Callbacks = [learned], Run = new RunOptions { Parameter = learned.Parameter } });
    }

    private static ModelGraph Prune(ModelGraph graph, Dictionary<string, int> axes, NOfMOptions options) =>
        WeightPatterns.OfMasks(axes.ToDictionary(a => a.Key, a => WeightMask.Of(NOfMMask.Of(graph.Parameters[a.Key].AsSpan<float>(), graph.Parameters[a.Key].Shape, a.Value, options.Keep, options.Of)))).Apply(graph);

    private static void Pack(TechniqueContext context, ModelGraph graph, IReadOnlyList<string> weights, Dictionary<string, int> axes, NOfMOptions options)
    {
        var packed = new Dictionary<string, object>();
        var rows = new List<IReadOnlyList<object?>>();
        foreach (string weight in weights)
        {
            TensorData data = graph.Parameters[weight];
            if (!axes.TryGetValue(weight, out int axis))
            {
                rows.Add([weight, data.Count * sizeof(float), null, "too few inputs, or no matrix"]);
                continue;
            }

            var matrix = NOfMMatrix.Encode(data.AsSpan<float>(), data.Shape, axis, options.Keep, options.Of);
            packed[weight] = matrix;
            rows.Add([weight, data.Count * sizeof(float), matrix.Bytes, ""]);
        }

        context.WriteFile($"packed-{options.Keep}-{options.Of}.bin", PackedWeights.Write(packed));
        context.Say($"{packed.Count} of {weights.Count} weights are {options.Keep}:{options.Of} and packed");
        context.Report(new TechniqueTable("n-m", $"{options.Keep}:{options.Of} storage", ["weight", "dense (B)", "packed (B)", "left dense because"], rows) { Provenance = "counted" });
    }
}
