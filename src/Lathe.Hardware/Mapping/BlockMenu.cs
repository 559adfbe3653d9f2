namespace Lathe.Hardware.Mapping;

/// <summary>Blocks that a memory holds, made of whole copies of the block below: all of them, or only those that no loop can grow any more.</summary>
/// <param name="model">Tells what fits.</param>
/// <param name="sizes">The layer.</param>
/// <param name="all">True for all.</param>
internal sealed class BlockMenu(MappingModel model, int[] sizes, bool all)
{
    private readonly int[] _block = new int[LoopNest.Dimensions];
    private readonly int[][] _menus = new int[LoopNest.Dimensions][];

    /// <summary>Calls back with each block in turn; the array is the same each time.</summary>
    /// <param name="level">The memory.</param>
    /// <param name="below">The block below.</param>
    /// <param name="least">The copies of it that every block has, by dimension; null for one.</param>
    /// <param name="loops">Dimensions that may have more.</param>
    /// <param name="take">Told of each block; false ends.</param>
    public void Each(int level, int[] below, int[]? least, IReadOnlyList<LoopDimension> loops, Func<int[], bool> take)
    {
        for (int d = 0; d < LoopNest.Dimensions; d++)
        {
            int first = least?[d] ?? 1, copies = BlockSizes.Ceil(sizes[d], below[d]);
            _menus[d] = loops.Contains((LoopDimension)d) ? [.. BlockSizes.Of(copies).Where(c => c >= first)] : [first];
            _block[d] = Size(below, d, first);
        }

        if (model.Fits(level, _block, below))
        {
            Grow(level, below, [.. loops.Select(l => (int)l).Where(d => _menus[d].Length > 1)], 0, take);
        }
    }

    private bool Grow(int level, int[] below, int[] loops, int at, Func<int[], bool> take)
    {
        if (at == loops.Length)
        {
            return (!all && !IsFull(level, below, loops)) || take(_block);
        }

        int d = loops[at], start = _block[d];
        // The last loop alone is grown as far as it goes.
        for (int i = _menus[d].Length - 1; i >= 0; i--)
        {
            _block[d] = Size(below, d, _menus[d][i]);
            if (model.Fits(level, _block, below))
            {
                if (!Grow(level, below, loops, at + 1, take))
                {
                    return false;
                }

                if (!all && at == loops.Length - 1)
                {
                    break;
                }
            }
        }

        _block[d] = start;
        return true;
    }

    private bool IsFull(int level, int[] below, int[] loops)
    {
        foreach (int d in loops)
        {
            int now = _block[d], next = Array.FindIndex(_menus[d], c => Size(below, d, c) > now);
            if (next >= 0)
            {
                _block[d] = Size(below, d, _menus[d][next]);
                bool grows = model.Fits(level, _block, below);
                _block[d] = now;
                if (grows)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int Size(int[] below, int d, int copies) => (int)Math.Min(sizes[d], (long)below[d] * copies);
}
