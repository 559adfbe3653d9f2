using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Mixed;

/// <summary>What bit widths cost, by a cost model: the sum over layers of <see cref="ICostModel.Of(LayerWork)"/> at their bits.</summary>
public sealed class BitBudget
{
    private readonly Dictionary<string, LayerWork> _work;
    private readonly ICostModel _model;

    /// <summary>Counts the layers of a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="model">What a layer costs at given bits.</param>
    /// <param name="share">The share of the cost of all layers at 8 bits that may be spent.</param>
    public BitBudget(ModelGraph graph, ICostModel model, double share)
    {
        _model = model;
        _work = LayerWorks.Of(StaticQuantizer.Prepare(graph)).ToDictionary(l => l.Node.Name, l => l.Work);
        Share = share;
    }

    /// <summary>The share of the 8-bit cost that may be spent.</summary>
    public double Share { get; }

    /// <summary>The cost of a layer.</summary>
    public double Of(string layer, int weights, int activations) => _work.TryGetValue(layer, out LayerWork work)
        ? _model.Of(work with { WeightBits = weights, ActivationBits = activations })
        : throw new InvalidInputException($"Layer '{layer}' is gone from the network as it is deployed; its cost at few bits is not known. Put it under skip.");

    /// <summary>What layers may cost together.</summary>
    public double Limit(IEnumerable<string> layers) => Share * layers.Sum(l => Of(l, 8, 8));

    /// <summary>Says what is counted.</summary>
    public string Describe() => $"{_model.Figure} ({_model.Provenance})";
}
