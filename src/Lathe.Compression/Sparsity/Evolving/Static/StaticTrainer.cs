using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Evolving.Static;

/// <summary>Sparse training whose random connections never move: the control.</summary>
public sealed class StaticTrainer : SparseTrainer<StaticOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "static-sparse")
    {
        Summary = "Train with random connections that never move: the control of SET and RigL.",
        Paper = "control, as in Evci et al. 2020, arXiv:1911.11134",
        Page = "sparse-training.md#static-sparse",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.None,
        Loses = LosesEverything,
    };

    private protected override SparseConnections Connect(TechniqueContext context, Dictionary<string, bool[]> active, StaticOptions options, int steps) => new(active, null, null, "static connections");
}
