using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.Ops;

/// <summary>One gate of an LSTM before its activation: input and last output through their weights, each brought to 12 fraction bits.</summary>
public sealed record LstmGate
{
    /// <summary>The input's matrix, [hidden, input].</summary>
    public required IntegerWeights InputWeights { get; init; }

    /// <summary>The last output's matrix, [hidden, hidden].</summary>
    public required IntegerWeights HiddenWeights { get; init; }

    /// <summary>One number for each hidden unit, or none.</summary>
    public ImmutableArray<long> Bias { get; init; } = [];

    /// <summary>From the input's sums to 12 fraction bits.</summary>
    public required FixedPointMultiplier InputFactor { get; init; }

    /// <summary>From the last output's sums to 12 fraction bits.</summary>
    public required FixedPointMultiplier HiddenFactor { get; init; }

    internal short At<T>(int unit, ReadOnlySpan<T> x, int inputOffset, ReadOnlySpan<T> hidden, int hiddenOffset)
        where T : unmanaged, IBinaryInteger<T>
    {
        int fromInput = Seen(unit, x, inputOffset), fromHidden = Carried(unit, hidden, hiddenOffset, []);
        return Saturate(Saturate(fromInput) + fromHidden);
    }

    /// <summary>The input's share.</summary>
    internal int Seen<T>(int unit, ReadOnlySpan<T> x, int offset)
        where T : unmanaged, IBinaryInteger<T> => Rescale<T>(Sum(x, InputWeights, unit, offset) + (Bias.IsEmpty ? 0 : Bias[unit]), InputFactor);

    /// <summary>The last output's share, with a bias of its own.</summary>
    internal int Carried<T>(int unit, ReadOnlySpan<T> hidden, int offset, ImmutableArray<long> bias)
        where T : unmanaged, IBinaryInteger<T> => Rescale<T>(Sum(hidden, HiddenWeights, unit, offset) + (bias.IsEmpty ? 0 : bias[unit]), HiddenFactor);

    internal static short Saturate(int value) => (short)Math.Clamp(value, short.MinValue, short.MaxValue);

    private static long Sum<T>(ReadOnlySpan<T> x, IntegerWeights weights, int unit, int offset)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<sbyte> row = weights.Codes.Slice(unit * x.Length, x.Length);
        long sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (int.CreateTruncating(x[i]) + offset) * row[i];
        }

        return sum;
    }

    private static int Rescale<T>(long sum, FixedPointMultiplier factor) =>
        typeof(T) == typeof(sbyte) ? FixedPoint.Requantize(unchecked((int)sum), factor) : FixedPoint.RequantizeWide(sum, factor);
}
