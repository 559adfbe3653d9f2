using Lathe.Compression.Patterns;
using Lathe.Compression.Sharing.Binding;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Sharing.Hashing;

/// <summary>HashedNets (Chen et al. 2015): a layer has few values, a hash says which one each weight is and with which sign; the values are trained.</summary>
public sealed class HashedSharing : Technique<HashedOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("share", "hashed")
    {
        Summary = "Bind weights into hash buckets and train the bucket values; stored are the values and a seed.",
        Paper = "Chen et al. 2015, Compressing Neural Networks with the Hashing Trick, arXiv:1504.04788",
        Page = "weight-sharing.md#hashed",
        Trains = true,
        Makes = WeightForms.SharedValues,
        Keeps = WeightForms.None,
        Loses = "every weight becomes the value of its bucket",
    };

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, HashedOptions options)
    {
        ModelGraph graph = model.Graph;
        Array.ForEach(options.Except, name => NamedBits.Check(graph, name));
        string[] names = [.. CompressibleWeights.Of(graph).Where(n => graph.Parameters[n].Count >= options.Least && !options.Except.Contains(n) && !graph.Nodes.Any(r => r.Inputs.Contains(n) && options.Except.Contains(r.Name)))];
        if (names.Length == 0)
        {
            throw new InvalidInputException($"'{graph.Name}' has no weight of at least {options.Least} elements to hash. Lower `least`.");
        }

        var weights = new Dictionary<string, BoundWeight>();
        var rows = new List<IReadOnlyList<object?>>();
        foreach (string name in names)
        {
            ulong seed = context.Key.Fold(name).Value;
            BoundWeight bound = weights[name] = Bind(graph.Parameters[name], seed, options);
            graph = graph with { Metadata = graph.Metadata.SetItem(HashedWeight.Mark(name, seed, bound.Values.Length).Key, HashedWeight.Mark(name, seed, bound.Values.Length).Value) };
            rows.Add([name, bound.Entries.Length, bound.Values.Length]);
        }

        context.Report(new TechniqueTable("hashing", "Hashed weights", ["weight", "elements", "stored values"], rows) { Provenance = "counted" });
        ModelGraph tuned = context.Fit(WeightBinding.Bind(graph, weights), new FitRequest("buckets", 10, 1e-3f) { Optimizer = "adam" });
        return model with { Graph = WeightBinding.Release(graph, tuned, weights), Coded = null };
    }

    /// <summary>The binding of a weight with values to start from.</summary>
    internal static BoundWeight Bind(TensorData data, ulong seed, HashedOptions options)
    {
        float[] weight = data.ToFloats(), values = new float[Math.Max(1, (int)Math.Round(weight.Length * options.Ratio))];
        // A fresh draw keeps the weights' mean square, so that activations keep their size.
        new RandomKey(seed).Fold("start").FillNormal(values, 0, (float)Math.Sqrt(weight.Average(w => (double)w * w)));
        BoundWeight bound = HashedWeight.Bind(seed, weight.Length, values);
        return options.Project ? bound with { Values = HashedWeight.Project(weight, bound) } : bound;
    }
}
