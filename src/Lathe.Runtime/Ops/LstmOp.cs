using System.Numerics;
using Lathe.Runtime.Arithmetic;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// A unidirectional LSTM (Hochreiter and Schmidhuber 1997) with 8-bit weights, 8- or 16-bit values and a 16-bit cell:
/// <c>c = f c + i tanh(g); h = o tanh(c)</c>. State starts at zero in every run.
/// </summary>
public sealed record LstmOp : TypedOp
{
    // Gates and the tanh's argument have 12 fraction bits.
    private const int GateBits = 12;

    /// <summary>True when time is the first dimension.</summary>
    public bool TimeMajor { get; init; }

    /// <summary>What to keep of the cell.</summary>
    public required LstmGate ForgetGate { get; init; }

    /// <summary>What to write to the cell.</summary>
    public required LstmGate InputGate { get; init; }

    /// <summary>The candidate for the cell.</summary>
    public required LstmGate CellGate { get; init; }

    /// <summary>What to show of the cell.</summary>
    public required LstmGate OutputGate { get; init; }

    /// <summary>Added to input codes: minus their zero point.</summary>
    public int InputOffset { get; init; }

    /// <summary>The output's zero point.</summary>
    public int OutputZero { get; init; }

    /// <summary>Scale of forget gate times cell over the cell's.</summary>
    public required FixedPointMultiplier ForgetToCell { get; init; }

    /// <summary>Scale of input gate times candidate over the cell's.</summary>
    public required FixedPointMultiplier InputToCell { get; init; }

    /// <summary>Scale of output gate times tanh over the output's.</summary>
    public required FixedPointMultiplier OutputFactor { get; init; }

    /// <summary>The largest cell code.</summary>
    public int CellClip { get; init; } = short.MaxValue;

    /// <summary>The cell's scale as a power of two.</summary>
    public required int CellScalePower { get; init; }

    /// <inheritdoc/>
    public override long Macs => (long)Output.Shape.Product(0, 2) * Gates.Sum(g => g.InputWeights.Shape.Count + g.HiddenWeights.Shape.Count);

    /// <inheritdoc/>
    public override long ConstantBytes => Gates.Sum(g => g.InputWeights.Packed.Length + g.HiddenWeights.Packed.Length + (g.Bias.Length * (Input.Type == DType.Int8 ? 4L : 8L)));

    /// <summary>The cell of one sequence.</summary>
    public override int ScratchBytes => sizeof(short) * Output.Shape[2];

    private LstmGate[] Gates => [ForgetGate, InputGate, CellGate, OutputGate];

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
        bool fits = Gates.All(g => g.InputWeights.Shape == x && g.HiddenWeights.Shape == h && (g.Bias.IsEmpty || g.Bias.Length == hidden));
        return fits ? [] : [$"needs gates with weights {x} and {h} and {hidden} biases."];
    }

    private protected override void Compute<T>(ReadOnlySpan<T> x, Span<T> y)
    {
        int low = int.CreateTruncating(T.MinValue), high = int.CreateTruncating(T.MaxValue);
        int batches = Input.Shape[TimeMajor ? 1 : 0], steps = Input.Shape[TimeMajor ? 0 : 1], width = Input.Shape[2], hidden = Output.Shape[2];
        var cell = new short[hidden];
        var last = new T[hidden];
        for (int batch = 0; batch < batches; batch++)
        {
            Array.Clear(cell);
            Array.Fill(last, T.CreateTruncating(OutputZero));
            for (int step = 0; step < steps; step++)
            {
                int row = TimeMajor ? (step * batches) + batch : (batch * steps) + step;
                Span<T> shown = y.Slice(row * hidden, hidden);
                Step(x.Slice(row * width, width), last, cell, shown, low, high);
                shown.CopyTo(last);
            }
        }
    }

    private void Step<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> last, Span<short> cell, Span<T> shown, int low, int high)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int unit = 0; unit < cell.Length; unit++)
        {
            short forget = SigmoidTable.Sigmoid(ForgetGate.At(unit, x, InputOffset, last, -OutputZero));
            short kept = LstmGate.Saturate(FixedPoint.Requantize(forget * cell[unit], ForgetToCell));
            short write = SigmoidTable.Sigmoid(InputGate.At(unit, x, InputOffset, last, -OutputZero));
            short candidate = SigmoidTable.Tanh(CellGate.At(unit, x, InputOffset, last, -OutputZero), 0);
            cell[unit] = (short)Math.Clamp(FixedPoint.Requantize(write * candidate, InputToCell) + kept, -CellClip, CellClip);
            short show = SigmoidTable.Sigmoid(OutputGate.At(unit, x, InputOffset, last, -OutputZero));
            int code = FixedPoint.Requantize(show * SigmoidTable.Tanh(cell[unit], CellScalePower + GateBits), OutputFactor) + OutputZero;
            shown[unit] = T.CreateTruncating(Math.Clamp(code, low, high));
        }
    }
}
