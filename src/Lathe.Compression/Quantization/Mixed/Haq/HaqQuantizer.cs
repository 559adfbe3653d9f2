using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>Bits by an agent (HAQ; Wang et al. 2019).</summary>
public sealed class HaqQuantizer : MixedTechnique<HaqOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("quantize", "haq")
    {
        Summary = "Let an agent choose bits for each layer, rewarded for accuracy within a budget of size, latency or energy, then train with learned steps.",
        Paper = "Wang et al. 2019, HAQ, arXiv:1811.08886; Lillicrap et al. 2016, arXiv:1509.02971",
        Page = "mixed-precision.md#by-an-agent",
        Trains = true,
        Makes = WeightForms.Codes,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the weights get new codes",
    };

    private protected override int[] Choose(TechniqueContext context, ModelGraph graph, IReadOnlyList<Node> layers, BitBudget budget, HaqOptions options)
    {
        using var environment = new NetworkEnvironment(graph, layers, budget, options, context.Data.Validation.Take(context.Quick ? 48 : options.Samples));
        var rewards = new List<IReadOnlyList<object?>>();
        (int[] bits, double reward) = BitSearch.Run(environment, context.Quick ? Math.Min(10, options.Episodes) : options.Episodes, context.Key, (episode, value) =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            rewards.Add([episode, value]);
        }) ?? throw TooTight(layers, budget, options);
        context.Say(FormattableString.Invariant($"best reward {reward:0.###} of {rewards.Count} walks"));
        context.Report(new TechniqueTable("haq-rewards", "Reward by walk", ["walk", "reward"], rewards) { Chart = new TableChart("walk", ["reward"]), Provenance = "measured on validation samples, weights rounded without training" });
        return bits;
    }
}
