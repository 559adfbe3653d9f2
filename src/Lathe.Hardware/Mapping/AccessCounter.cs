namespace Lathe.Hardware.Mapping;

/// <summary>
/// Counts what crosses the borders between memories. A memory holds a block of each operand; the loops outside walk from block to block. A block stays
/// over the innermost loops that its operand does not depend on. Where the next loop shifts the window of the inputs, neighbouring blocks overlap and
/// what they share stays too, along that loop, provided that only neighbours share anything. Last blocks are as small as they are, so every count is exact.
/// </summary>
/// <param name="nest">The layer.</param>
internal sealed class AccessCounter(LoopNest nest)
{
    private const int N = 0, G = 1, K = 2, C = 3, P = 4, Q = 5, R = 6, S = 7;

    private readonly int[] _sizes = nest.Sizes();
    private readonly (int Outputs, int Taps) _rows = LoopNest.Meeting(nest.Stride.Rows, nest.Dilation.Rows), _columns = LoopNest.Meeting(nest.Stride.Columns, nest.Dilation.Columns);

    /// <summary>What crosses the border below memory <paramref name="level"/> (1 is the one around the array).</summary>
    /// <param name="tiles">As in a mapping.</param>
    /// <param name="orders">As in a mapping.</param>
    /// <param name="level">The memory.</param>
    public Traffic Border(ReadOnlySpan<int[]> tiles, ReadOnlySpan<LoopDimension[]> orders, int level)
    {
        Span<int> held = stackalloc int[LoopNest.Dimensions];
        Hold(Operand.Inputs, tiles, orders, level, held);
        double inputs = (double)Blocks(held, K) * _sizes[N] * _sizes[G] * _sizes[C] * Windows(held[P], held[R], held[Q], held[S]);
        Hold(Operand.Weights, tiles, orders, level, held);
        double weights = nest.Elements(Operand.Weights) * Blocks(held, N) * Blocks(held, P) * Blocks(held, Q);
        Hold(Operand.Outputs, tiles, orders, level, held);
        double outputs = nest.Elements(Operand.Outputs), sums = outputs * Blocks(held, C) * Blocks(held, R) * Blocks(held, S);
        return new Traffic(inputs, weights, sums, sums - outputs);
    }

    /// <summary>The same at the elements, each of which has its own copy of what several need, and its own sum of what is added up over the array.</summary>
    /// <param name="tiles">As in a mapping.</param>
    /// <param name="orders">As in a mapping.</param>
    /// <param name="unrolled">How often each dimension is unrolled.</param>
    public Traffic Elements(ReadOnlySpan<int[]> tiles, ReadOnlySpan<LoopDimension[]> orders, ReadOnlySpan<int> unrolled)
    {
        int[] own = tiles[0];
        Span<int> held = stackalloc int[LoopNest.Dimensions];
        Hold(Operand.Inputs, tiles, orders, 1, held);
        // Neighbouring blocks of the array overlap in no element when the loop is spread over several.
        double inputs = (double)Copies(held, own, unrolled, K) * _sizes[N] * _sizes[G] * _sizes[C] * Windows(Own(held, own, unrolled, P), Own(held, own, unrolled, R), Own(held, own, unrolled, Q), Own(held, own, unrolled, S));
        Hold(Operand.Weights, tiles, orders, 1, held);
        double weights = nest.Elements(Operand.Weights) * Copies(held, own, unrolled, N) * Copies(held, own, unrolled, P) * Copies(held, own, unrolled, Q);
        Hold(Operand.Outputs, tiles, orders, 1, held);
        double outputs = nest.Elements(Operand.Outputs), sums = outputs * Copies(held, own, unrolled, C) * Copies(held, own, unrolled, R) * Copies(held, own, unrolled, S);
        // A sum that comes back goes to the first element of its chain only.
        double returned = (outputs * Blocks(held, C) * Blocks(held, R) * Blocks(held, S)) - outputs;
        return new Traffic(inputs, weights, sums, returned);
    }

    /// <summary>Steps of the array: the product over the loops of the steps of its slowest element.</summary>
    public double Steps(ReadOnlySpan<int> own, ReadOnlySpan<int> unrolled)
    {
        double steps = 1;
        for (int d = 0; d < LoopNest.Dimensions; d++)
        {
            long block = (long)own[d] * unrolled[d];
            steps *= (_sizes[d] / block * own[d]) + Math.Min(own[d], _sizes[d] % block);
        }

        return steps;
    }

    // The block that an operand keeps: what is below the border, grown by the loops it stays over.
    private void Hold(Operand operand, ReadOnlySpan<int[]> tiles, ReadOnlySpan<LoopDimension[]> orders, int level, Span<int> held)
    {
        tiles[level].CopyTo(held);
        int shifted = -1;
        for (int l = level; l <= orders.Length; l++)
        {
            foreach (LoopDimension loop in orders[l - 1])
            {
                int d = (int)loop, outer = tiles[l + 1][d];
                if (outer == tiles[l][d])
                {
                    continue;
                }

                bool stays = d == shifted || (shifted < 0 && LoopNest.IsIrrelevant(operand, loop));
                if (!stays && (shifted >= 0 || operand != Operand.Inputs || !Slides(d, held[d])))
                {
                    return;
                }

                shifted = stays ? shifted : d;
                held[d] = outer;
            }
        }
    }

    // Only neighbouring blocks of the loop look at the same places.
    private bool Slides(int d, int block) => block >= d switch { P => _rows.Outputs, Q => _columns.Outputs, R => _rows.Taps, S => _columns.Taps, _ => int.MaxValue };

    private int Blocks(ReadOnlySpan<int> held, int d) => (_sizes[d] + held[d] - 1) / held[d];

    private static int Own(ReadOnlySpan<int> held, int[] own, ReadOnlySpan<int> unrolled, int d) => unrolled[d] > 1 ? own[d] : held[d];

    // Over all blocks that are held, the elements at work on the dimension.
    private long Copies(ReadOnlySpan<int> held, int[] own, ReadOnlySpan<int> unrolled, int d)
    {
        int whole = _sizes[d] / held[d], rest = _sizes[d] % held[d];
        return ((long)whole * Math.Min(unrolled[d], Ceil(held[d], own[d]))) + (rest == 0 ? 0 : Math.Min(unrolled[d], Ceil(rest, own[d])));
    }

    private double Windows(int p, int r, int q, int s) => (double)Windows(_sizes[P], p, _sizes[R], r, _rows) * Windows(_sizes[Q], q, _sizes[S], s, _columns);

    // The places of the input under every block of outputs with every block of taps.
    private static long Windows(int outputs, int outputBlock, int taps, int tapBlock, (int Outputs, int Taps) meeting)
    {
        long Row(long block) => (taps / tapBlock * LoopNest.Span(block, tapBlock, meeting)) + (taps % tapBlock == 0 ? 0 : LoopNest.Span(block, taps % tapBlock, meeting));
        return (outputs / outputBlock * Row(outputBlock)) + (outputs % outputBlock == 0 ? 0 : Row(outputs % outputBlock));
    }

    private static int Ceil(int value, int by) => (value + by - 1) / by;
}
