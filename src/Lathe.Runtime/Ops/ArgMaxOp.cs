using System.Numerics;
using Lathe.Runtime.Memory;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>Where the largest code of each row (last dimension) stands, the first of several; as 16-bit numbers, of floats as floats.</summary>
public sealed record ArgMaxOp : OneInputOp
{
    /// <inheritdoc/>
    public override IEnumerable<string> Problems()
    {
        bool fits = Input.Shape.Rank > 0 && Input.Shape[-1] is > 0 and <= short.MaxValue && Output.Shape.Count == Input.Shape.Count / Input.Shape[-1];
        bool types = Input.Type == DType.Float32 ? Output.Type == DType.Float32 : Input.Type is (DType.Int8 or DType.Int16) && Output.Type == DType.Int16;
        return fits && types ? [] : [$"goes from {Input} to {Output}; it gives one i16 for each row of up to {short.MaxValue:N0} codes, of floats an f32."];
    }

    /// <inheritdoc/>
    public override void Run(IntegerMemory memory)
    {
        switch (Input.Type)
        {
            case DType.Int8:
                Compute(memory.Read<sbyte>(Input), memory.Write<short>(Output));
                break;
            case DType.Int16:
                Compute(memory.Read<short>(Input), memory.Write<short>(Output));
                break;
            default:
                Compute(memory.Read<float>(Input), memory.Write<float>(Output));
                break;
        }
    }

    private void Compute<T, TPlace>(ReadOnlySpan<T> x, Span<TPlace> y)
        where T : unmanaged, INumber<T>
        where TPlace : unmanaged, INumber<TPlace>
    {
        int width = Input.Shape[-1];
        for (int row = 0; row < y.Length; row++)
        {
            ReadOnlySpan<T> codes = x.Slice(row * width, width);
            int best = 0;
            for (int i = 1; i < width; i++)
            {
                best = codes[i] > codes[best] ? i : best;
            }

            y[row] = TPlace.CreateTruncating(best);
        }
    }
}
