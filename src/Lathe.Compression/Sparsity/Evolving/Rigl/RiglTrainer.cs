using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Evolving.Rigl;

/// <summary>Sparse training that grows connections where the gradient is largest.</summary>
public sealed class RiglTrainer : SparseTrainer<RiglOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "rigl")
    {
        Summary = "Train at constant sparsity: now and then the smallest connections go and grow again where the gradient is largest.",
        Paper = "Evci et al. 2020, Rigging the Lottery, arXiv:1911.11134",
        Page = "sparse-training.md#rigl",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.None,
        Loses = LosesEverything,
    };

    private protected override SparseConnections Connect(TechniqueContext context, Dictionary<string, bool[]> active, RiglOptions options, int steps) =>
        new(active, Schedule(options, steps), (_, _, gradient) => Array.ConvertAll(gradient.ToArray(), Math.Abs), "RigL");
}
