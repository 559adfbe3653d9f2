using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Fully connected layer: <c>y[n, o] = requantize(bias[o] + sum over i of (x[n, i] + input offset) (w[o, i] + weight offset))</c>.</summary>
public sealed record FullyConnectedOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>Rows of as many codes as the weights' rows have, whatever the dimensions.</summary>
    public required IntegerValue Input { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>The matrix, [O, I].</summary>
    public required IntegerWeights Weights { get; init; }

    /// <summary>One number for each output, or none.</summary>
    public ImmutableArray<long> Bias { get; init; } = [];

    /// <summary>From sums to codes.</summary>
    public required Requantization Requantization { get; init; }

    /// <summary>Added to each input code: minus its zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>Added to each weight code: minus its zero point.</summary>
    public int WeightOffset { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input];

    /// <inheritdoc/>
    public long Macs => (long)Output.Shape.Count * Weights.Shape[1];

    /// <inheritdoc/>
    public long ConstantBytes => Weights.Packed.Length + OpChecks.Bytes(Requantization, Bias);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.SameType(Input, Output)];
        if (found.Length > 0)
        {
            return found;
        }

        bool fits = Weights.Shape.Rank == 2 && Weights.Shape.Count > 0
            && Input.Shape.Count % Weights.Shape[1] == 0 && Output.Shape.Count == Input.Shape.Count / Weights.Shape[1] * Weights.Shape[0];
        return fits
            ? OpChecks.Channels(Requantization, Bias, Weights.Shape[0])
            : [$"has weights {Weights.Shape}, [outputs, inputs], which do not lead from {Input} to {Output}."];
    }

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        if (Input.Type == DType.Int8)
        {
            Compute(memory.Read<sbyte>(Input), memory.Write<sbyte>(Output));
        }
        else
        {
            Compute(memory.Read<short>(Input), memory.Write<short>(Output));
        }
    }

    private void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryInteger<T>
    {
        int outputs = Weights.Shape[0], inputs = Weights.Shape[1];
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<T> row = x.Slice(i / outputs * inputs, inputs);
            ReadOnlySpan<sbyte> weights = Weights.Codes.Slice(i % outputs * inputs, inputs);
            long sum = Bias.IsEmpty ? 0 : Bias[i % outputs];
            for (int k = 0; k < row.Length; k++)
            {
                sum += (int.CreateTruncating(row[k]) + InputOffset) * (weights[k] + WeightOffset);
            }

            y[i] = T.CreateTruncating(Requantization.Apply(sum, i % outputs));
        }
    }
}
