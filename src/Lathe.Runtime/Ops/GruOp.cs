using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// A unidirectional GRU (Cho et al. 2014) with 8-bit weights, 8- or 16-bit values and a 16-bit state, its reset gate on what the last state's matrix
/// gives: <c>n = tanh(W x + b + r (R h + d)); h = n + z (h - n)</c>. Sequences are [T, N, I], and the state starts at zero in every run.
/// </summary>
public sealed record GruOp : TypedOp
{
    // Gates before their activation have 12 fraction bits, after it and the state 15.
    private const int StateBits = 15;

    /// <summary>How much of the state to keep.</summary>
    public required LstmGate UpdateGate { get; init; }

    /// <summary>How much of the state the candidate sees.</summary>
    public required LstmGate ResetGate { get; init; }

    /// <summary>The candidate; its bias belongs to the input.</summary>
    public required LstmGate CandidateGate { get; init; }

    /// <summary>The candidate's bias beside the state, one for each unit, or none.</summary>
    public ImmutableArray<long> CandidateBias { get; init; } = [];

    /// <summary>Added to input codes: minus their zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>The output's zero point.</summary>
    public int OutputZero { get; init; }

    /// <summary>From the state's 15 fraction bits to the output's codes.</summary>
    public required FixedPointMultiplier OutputFactor { get; init; }

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Product(0, 2) * Gates.Sum(g => g.InputWeights.Shape.Count + g.HiddenWeights.Shape.Count);

    /// <inheritdoc/>
    public override long ConstantBytes =>
        Gates.Sum(g => g.InputWeights.Packed.Length + g.HiddenWeights.Packed.Length + (g.Bias.Length * (Input.Type == DType.Int8 ? 4L : 8L))) + (CandidateBias.Length * (Input.Type == DType.Int8 ? 4L : 8L));

    /// <summary>The state of one sequence.</summary>
    public override int ScratchBytes => sizeof(short) * Output.Shape[2];

    private LstmGate[] Gates => [UpdateGate, ResetGate, CandidateGate];

    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.SameType(Input, Output)];
        if (found.Length > 0 || Input.Shape.Rank != 3 || Output.Shape.Rank != 3 || Input.Shape.Product(0, 2) != Output.Shape.Product(0, 2))
        {
            return [.. found, $"leads from sequences {Input} to {Output}; both have three dimensions, the first two alike."];
        }

        int hidden = Output.Shape[2];
        Shape x = new(hidden, Input.Shape[2]), h = new(hidden, hidden);
        bool fits = Gates.All(g => g.InputWeights.Shape == x && g.HiddenWeights.Shape == h && (g.Bias.IsEmpty || g.Bias.Length == hidden)) && (CandidateBias.IsEmpty || CandidateBias.Length == hidden);
        return fits ? [] : [$"needs gates with weights {x} and {h} and {hidden} biases."];
    }

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        int steps = Input.Shape[0], batches = Input.Shape[1], width = Input.Shape[2], hidden = Output.Shape[2];
        var state = new short[hidden];
        var last = new T[hidden];
        for (int batch = 0; batch < batches; batch++)
        {
            Array.Clear(state);
            Array.Fill(last, T.CreateTruncating(OutputZero));
            for (int step = 0; step < steps; step++)
            {
                int row = (step * batches) + batch;
                Span<T> shown = y.Slice(row * hidden, hidden);
                Step(x.Slice(row * width, width), last, state, shown);
                shown.CopyTo(last);
            }
        }
    }

    private void Step<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> last, Span<short> state, Span<T> shown)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int unit = 0; unit < state.Length; unit++)
        {
            short update = SigmoidTable.Sigmoid(UpdateGate.At(unit, x, InputOffset, last, -OutputZero));
            short reset = SigmoidTable.Sigmoid(ResetGate.At(unit, x, InputOffset, last, -OutputZero));
            int seen = LstmGate.Saturate(CandidateGate.Seen(unit, x, InputOffset)), carried = LstmGate.Saturate(CandidateGate.Carried(unit, last, -OutputZero, CandidateBias));
            short candidate = SigmoidTable.Tanh(LstmGate.Saturate(seen + FixedPoint.DivideByPowerOfTwo(reset * carried, StateBits)), 0);
            state[unit] = LstmGate.Saturate(candidate + FixedPoint.DivideByPowerOfTwo(update * (state[unit] - candidate), StateBits));
            int code = FixedPoint.Requantize(state[unit], OutputFactor) + OutputZero;
            shown[unit] = T.CreateTruncating(Math.Clamp(code, int.CreateTruncating(T.MinValue), int.CreateTruncating(T.MaxValue)));
        }
    }
}
