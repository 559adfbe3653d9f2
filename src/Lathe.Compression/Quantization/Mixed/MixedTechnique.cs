using System.Globalization;
using Lathe.Compression.Quantization.Training;
using Lathe.Compression.Quantization.Training.Lsq;
using Lathe.Compression.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Quantization.Mixed;

/// <summary>Bits for each layer under a budget, then training with learned steps.</summary>
/// <typeparam name="TOptions">The method's options.</typeparam>
public abstract class MixedTechnique<TOptions> : QatTechnique<TOptions>
    where TOptions : MixedOptions, new()
{
    /// <inheritdoc/>
    public override IEnumerable<string> Problems(TOptions options) => options.Problems();

    /// <summary>Chooses the bits of layers that have a choice.</summary>
    private protected abstract int[] Choose(TechniqueContext context, ModelGraph graph, IReadOnlyList<Node> layers, BitBudget budget, TOptions options);

    private protected override QuantizerScheme Scheme(TOptions options, Node layer) => LsqScheme.FromRounding;

    private protected override IReadOnlyList<LayerBits> Bits(TechniqueContext context, ModelGraph graph, IReadOnlyList<Node> layers, TOptions options)
    {
        Node[] free = [.. layers.Where(l => !IsEnd(l, graph, options))];
        if (free.Length == 0)
        {
            throw new InvalidInputException($"Network '{graph.Name}' has no layers between the first and the last; there are no bits to choose. Set ends: 0 to choose theirs too.");
        }

        var budget = new BitBudget(graph, context.Cost(options.Budget), options.Share);
        string decided = context.Decide("bits", () => string.Join(' ', Choose(context, graph, free, budget, options)));
        int[] bits = [.. decided.Split(' ').Select(b => int.Parse(b, CultureInfo.InvariantCulture))];
        Report(context, free, bits, budget, options);
        var chosen = free.Zip(bits).ToDictionary(p => p.First.Name, p => p.Second);
        return [.. layers.Select(l => chosen.TryGetValue(l.Name, out int b) ? new LayerBits(l.Name, b, options.ActivationBits(b)) : new LayerBits(l.Name, options.Ends, options.Ends))];
    }

    /// <summary>The error where the fewest bits cost more than allowed.</summary>
    private protected static InvalidInputException TooTight(IReadOnlyList<Node> layers, BitBudget budget, TOptions options)
    {
        int least = options.Numbers()[0];
        double cost = layers.Sum(l => budget.Of(l.Name, least, options.ActivationBits(least))), limit = budget.Limit(layers.Select(l => l.Name));
        return new InvalidInputException(FormattableString.Invariant($"All layers at {least} bits cost {cost / limit * options.Share:P1} of their {options.Budget} at 8 bits; share {options.Share:P1} cannot be met. Allow fewer bits, or a larger share."));
    }

    private static void Report(TechniqueContext context, Node[] layers, int[] bits, BitBudget budget, TOptions options)
    {
        double limit = budget.Limit(layers.Select(l => l.Name));
        double[] costs = [.. layers.Zip(bits, (l, b) => budget.Of(l.Name, b, options.ActivationBits(b)))];
        context.Say(FormattableString.Invariant($"bits {string.Join(' ', bits)}: {costs.Sum() / limit * options.Share:P1} of the {options.Budget} at 8 bits"));
        context.Report(new TechniqueTable("bits", "Bits by layer", ["layer", "bits", "cost", "cost at 8 bits"], [.. layers.Select((l, i) => (IReadOnlyList<object?>)[l.Name, bits[i], costs[i], budget.Of(l.Name, 8, 8)])])
        {
            Chart = new TableChart("layer", ["bits"]) { Bars = true },
            Provenance = budget.Describe(),
        });
    }
}
