namespace Lathe.Runtime.Ops;

/// <summary>
/// Fully connected layer: <c>y[n, o] = requantize(bias[o] + sum over i of (x[n, i] + input offset) (w[o, i] + weight offset))</c>. The
/// weights are [O, I]; the input is rows of I codes, whatever its dimensions.
/// </summary>
public sealed record FullyConnectedOp : WeightedOp
{
    /// <summary>Added to each weight code: minus its zero point.</summary>
    public int WeightOffset { get; init; }

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Count * Weights.Shape[1];

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.SameType(Input, Output)];
        if (found.Length > 0)
        {
            return found;
        }

        bool fits = Weights.Shape.Rank == 2 && Weights.Shape.Count > 0
            && Input.Shape.Count % Weights.Shape[1] == 0 && Output.Shape.Count == Input.Shape.Count / Weights.Shape[1] * Weights.Shape[0];
        return fits
            ? ChannelProblems(Weights.Shape[0])
            : [$"has weights {Weights.Shape}, [outputs, inputs], which do not lead from {Input} to {Output}."];
    }

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        int outputs = Weights.Shape[0], inputs = Weights.Shape[1];
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i / outputs * inputs, inputs);
            ReadOnlySpan<sbyte> weights = Weights.Codes.Slice(i % outputs * inputs, inputs);
            long sum = BiasOf(i % outputs);
            for (int k = 0; k < row.Length; k++)
            {
                sum += (int.CreateTruncating(row[k]) + InputOffset) * (weights[k] + WeightOffset);
            }

            y[i] = T.CreateTruncating(Requantization.Apply(sum, i % outputs));
        }
    }
}
