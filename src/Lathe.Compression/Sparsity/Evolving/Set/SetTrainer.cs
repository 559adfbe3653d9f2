using Lathe.Compression.Techniques;
using Lathe.Tensors;

namespace Lathe.Compression.Sparsity.Evolving.Set;

/// <summary>Sparse training that grows connections at random.</summary>
public sealed class SetTrainer : SparseTrainer<SetOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("sparsify", "set")
    {
        Summary = "Train at constant sparsity: now and then the smallest connections go and as many grow at random.",
        Paper = "Mocanu et al. 2018, Scalable training of artificial neural networks with adaptive sparse connectivity, arXiv:1707.04780",
        Page = "sparse-training.md#set",
        Trains = true,
        Makes = WeightForms.Zeros,
        Keeps = WeightForms.None,
        Loses = LosesEverything,
    };

    private protected override SparseConnections Connect(TechniqueContext context, Dictionary<string, bool[]> active, SetOptions options, int steps)
    {
        RandomKey key = context.Key.Fold("grow");
        return new SparseConnections(active, Schedule(options, steps), (name, step, gradient) =>
        {
            float[] draws = new float[gradient.Length];
            key.Fold(name).Fold((ulong)step).FillUniform(draws);
            return draws;
        }, $"SET {key.Value:x16}");
    }
}
