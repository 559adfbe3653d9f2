using Lathe.Compression.Patterns;
using Lathe.Compression.Sharing.Binding;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Sharing.KMeans;

/// <summary>
/// Weight sharing (Han et al. 2016): the weights of a layer become 2^b centroids of k-means, and training then moves the centroids,
/// each by the sum of its members' gradients. Pruned weights stay zero.
/// </summary>
public sealed class KMeansSharing : Technique<KMeansOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("share", "kmeans")
    {
        Summary = "Give each layer a small codebook of weights by k-means and fine-tune the codebooks.",
        Paper = "Han et al. 2016, Deep Compression, arXiv:1510.00149",
        Page = "weight-sharing.md#k-means",
        Trains = true,
        Makes = WeightForms.SharedValues,
        Keeps = WeightForms.Zeros,
        Loses = "k-means chooses the values anew",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(KMeansOptions options) => NamedBits.Problems(options.Layers, 12);

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, KMeansOptions options)
    {
        (ModelGraph graph, IReadOnlyDictionary<string, BoundWeight> weights, TechniqueTable table) = Share(model.Graph, options, context.Key);
        context.Report(table);
        if (weights.Count == 0)
        {
            throw new InvalidInputException($"'{graph.Name}' has no weights to share: no layer has more distinct values than its codebook would. Take fewer bits.");
        }

        ModelGraph tuned = context.Fit(WeightBinding.Bind(graph, weights), new FitRequest("centroids", 3, 1e-3f) { Optimizer = "adam" });
        return model with { Graph = WeightBinding.Release(graph, tuned, weights), Coded = null };
    }

    /// <summary>Shares the weights of a network, without training.</summary>
    /// <returns>The network, its shared weights as centroids and members, and a line for each layer.</returns>
    public static (ModelGraph Graph, IReadOnlyDictionary<string, BoundWeight> Weights, TechniqueTable Table) Share(ModelGraph graph, KMeansOptions options, RandomKey key)
    {
        NamedBits bits = NamedBits.Read(graph, options.Layers);
        Array.ForEach(options.Except, name => NamedBits.Check(graph, name));
        var weights = new Dictionary<string, BoundWeight>();
        var rows = new List<IReadOnlyList<object?>>();
        foreach (string name in CompressibleWeights.Of(graph))
        {
            Node reader = graph.Nodes.First(n => n.Inputs.Contains(name));
            if (options.Except.Contains(name) || options.Except.Contains(reader.Name))
            {
                continue;
            }

            int width = bits.Of(reader, name) ?? (reader.OpType == "Conv" ? options.ConvBits ?? options.Bits : options.Bits);
            TensorData data = graph.Parameters[name];
            float[] before = data.ToFloats(), after = ScalarKMeans.Share(before, 1 << width, options.Initialization, key.Fold(name));
            BoundWeight bound = Members(after);
            rows.Add([name, data.Count, before.Count(v => v == 0), before.Where(v => v != 0).Distinct().Count(), width, bound.Values.Length, RelativeError(before, after)]);
            weights[name] = bound;
            graph = graph with { Parameters = graph.Parameters.SetItem(name, TensorData.From<float>(after, data.Shape)) };
        }

        return (graph, weights, new TechniqueTable("sharing", "Shared weights", ["weight", "elements", "zeros", "distinct before", "bits", "distinct after", "relative error"], rows) { Provenance = "counted, before fine-tuning" });
    }

    private static BoundWeight Members(float[] weights)
    {
        float[] values = [.. weights.Where(v => v != 0).Distinct().Order()];
        return new BoundWeight(values, Array.ConvertAll(weights, v => v == 0 ? SharedValues.Pruned : Array.BinarySearch(values, v)));
    }

    private static double RelativeError(float[] before, float[] after)
    {
        double error = before.Zip(after, (b, a) => Math.Pow(b - a, 2)).Sum(), size = before.Sum(b => (double)b * b);
        return size == 0 ? 0 : Math.Sqrt(error / size);
    }
}
