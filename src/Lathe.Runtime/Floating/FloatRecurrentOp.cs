using System.Collections.Immutable;
using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Floating;

/// <summary>
/// One direction of an LSTM or GRU over sequences [T, N, I] in floating point. The output is every state, [T, N, H], or the last one, [N, H].
/// </summary>
public sealed partial record FloatRecurrentOp : IIntegerOp
{
    /// <inheritdoc/>
    public required string Name { get; init; }

    /// <summary>The cell.</summary>
    public required FloatRecurrentKind Kind { get; init; }

    /// <summary>The sequences.</summary>
    public required IntegerValue Input { get; init; }

    /// <summary>The state before the first step, [N, H]; zeros when absent.</summary>
    public IntegerValue? FirstHidden { get; init; }

    /// <summary>Of an LSTM: the cell before the first step, [N, H]; zeros when absent.</summary>
    public IntegerValue? FirstCell { get; init; }

    /// <inheritdoc/>
    public required IntegerValue Output { get; init; }

    /// <summary>The input's matrix for all gates in ONNX's order, [G H, I].</summary>
    public required FloatWeights InputWeights { get; init; }

    /// <summary>The last state's matrix, [G H, H].</summary>
    public required FloatWeights HiddenWeights { get; init; }

    /// <summary>One number for each row of the matrices.</summary>
    public required ImmutableArray<float> Bias { get; init; }

    /// <summary>Of a GRU: the bias beside the last state's share of the candidate, one for each unit.</summary>
    public ImmutableArray<float> CandidateBias { get; init; } = [];

    /// <summary>True to run from the last step to the first.</summary>
    public bool IsReverse { get; init; }

    /// <summary>Units.</summary>
    public int Hidden => HiddenWeights.Shape[1];

    /// <summary>True when every state is handed out.</summary>
    public bool GivesEveryStep => Output.Shape.Rank == 3;

    /// <inheritdoc/>
    public ImmutableArray<IntegerValue> Inputs => [Input, .. new[] { FirstHidden, FirstCell }.OfType<IntegerValue>()];

    /// <inheritdoc/>
    public long Macs => (long)Input.Shape.Product(0, 2) * (InputWeights.Shape.Count + HiddenWeights.Shape.Count);

    /// <inheritdoc/>
    public long ConstantBytes => sizeof(float) * ((long)InputWeights.Shape.Count + HiddenWeights.Shape.Count + Bias.Length + CandidateBias.Length);

    /// <summary>The state, the next one, and the cell or what the reset gate leaves.</summary>
    public int ScratchBytes => sizeof(float) * 3 * Hidden;

    private int Gates => Kind == FloatRecurrentKind.Lstm ? 4 : 3;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        string[] found = [.. OpChecks.Floats([.. Inputs, Output])];
        if (found.Length > 0 || Input.Shape.Rank != 3 || HiddenWeights.Shape.Rank != 2)
        {
            return [.. found, $"leads from sequences {Input} with a matrix {HiddenWeights.Shape}; they must be [T, N, I] and [G H, H]."];
        }

        Shape state = new(Input.Shape[1], Hidden);
        bool fits = HiddenWeights.Shape[0] == Gates * Hidden && InputWeights.Shape == new Shape(Gates * Hidden, Input.Shape[2]) && Bias.Length == Gates * Hidden
            && CandidateBias.Length == (Kind == FloatRecurrentKind.Lstm ? 0 : Hidden)
            && (FirstHidden is null || FirstHidden.Shape == state) && (FirstCell is null || (FirstCell.Shape == state && Kind == FloatRecurrentKind.Lstm))
            && (Output.Shape == state || Output.Shape == new Shape(Input.Shape[0], state[0], state[1]));
        return fits ? [] : [$"has matrices {InputWeights.Shape} and {HiddenWeights.Shape}, {Bias.Length} biases and states that do not lead from {Input} to {Output}."];
    }

    /// <inheritdoc/>
    public void Run(IntegerMemory memory)
    {
        ReadOnlySpan<float> x = memory.Read<float>(Input);
        Span<float> y = memory.Write<float>(Output);
        int steps = Input.Shape[0], batches = Input.Shape[1], width = Input.Shape[2];
        float[] hidden = new float[Hidden], next = new float[Hidden], room = new float[Hidden];
        for (int batch = 0; batch < batches; batch++)
        {
            Start(FirstHidden, batch, hidden, memory);
            Start(FirstCell, batch, room, memory);
            for (int i = 0; i < steps; i++)
            {
                int row = ((IsReverse ? steps - 1 - i : i) * batches) + batch;
                Step(x.Slice(row * width, width), hidden, room, next);
                next.CopyTo(hidden, 0);
                if (GivesEveryStep)
                {
                    hidden.CopyTo(y[(row * Hidden)..]);
                }
            }

            if (!GivesEveryStep)
            {
                hidden.CopyTo(y[(batch * Hidden)..]);
            }
        }
    }

    private static void Start(IntegerValue? given, int batch, float[] state, IntegerMemory memory)
    {
        Array.Clear(state);
        if (given is not null)
        {
            memory.Read<float>(given).Slice(batch * state.Length, state.Length).CopyTo(state);
        }
    }
}
