using System.Collections.Immutable;
using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.Ops;

/// <summary>A layer with constant weights: sums of products, a bias for each output channel, and a change of scale.</summary>
public abstract record WeightedOp : TypedOp
{
    /// <summary>The weights; their dimensions are the operation's own.</summary>
    public required IntegerWeights Weights { get; init; }

    /// <summary>One number for each output channel, or none.</summary>
    public ImmutableArray<long> Bias { get; init; } = [];

    /// <summary>From sums to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <summary>Added to each input code: minus its zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>Weights as stored, factors of 4 + 1 bytes, biases as wide as the sums.</summary>
    public override long ConstantBytes =>
        Weights.Packed.Length + (Requantization.Factors.Length * 5L) + (Bias.Length * (Requantization.Rounding == RequantizationRounding.Wide ? 8 : 4));

    /// <inheritdoc/>
    public sealed override object Constants => (Weights, Bias, Requantization);

    private protected long BiasOf(int channel) => Bias.IsEmpty ? 0 : Bias[channel];

    private protected IEnumerable<string> ChannelProblems(int channels)
    {
        if (Requantization.Factors.Length != 1 && Requantization.Factors.Length != channels)
        {
            yield return $"has {Requantization.Factors.Length} factors for {channels} channels; give one, or one per channel.";
        }

        if (!Bias.IsEmpty && Bias.Length != channels)
        {
            yield return $"has {Bias.Length} biases for {channels} channels.";
        }
    }
}
