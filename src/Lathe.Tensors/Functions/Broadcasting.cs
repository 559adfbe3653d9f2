namespace Lathe.Tensors;

/// <summary>Copies that repeat data along broadcast axes.</summary>
internal static unsafe class Broadcasting
{
    /// <summary>True when <paramref name="shape"/> has one value per channel of <paramref name="full"/> ([C, 1, 1] or [1, C, 1, 1]).</summary>
    public static bool IsPerChannel(Shape shape, Shape full)
    {
        int rank = full.Rank;
        if (rank < 3 || shape.Count != full[1] || shape.Rank < rank - 1 || shape.Rank > rank)
        {
            return false;
        }

        return shape[shape.Rank - rank + 1] == full[1];
    }

    /// <summary>Copies x of <paramref name="from"/> into y of <paramref name="to"/>, both row-major; the innermost run is copied whole.</summary>
    public static void Expand(byte* x, Shape from, byte* y, Shape to, int elementSize)
    {
        if (to.Count == 0)
        {
            return;
        }

        int rank = to.Rank;
        Span<long> strides = stackalloc long[rank];
        long stride = 1;
        for (int i = 1; i <= rank; i++)
        {
            int size = i <= from.Rank ? from[-i] : 1;
            strides[^i] = size == 1 ? 0 : stride;
            stride *= size;
        }

        int inner = 1;
        int axis = rank;
        while (axis > 0 && (strides[axis - 1] == inner || to[axis - 1] == 1))
        {
            inner *= to[--axis];
        }

        bool repeat = inner == 1 && axis > 0;
        int run = repeat ? to[--axis] : inner;
        int outer = to.Count / run;
        Span<int> index = stackalloc int[Math.Max(axis, 1)];
        index.Clear();
        for (int o = 0; o < outer; o++)
        {
            long source = 0;
            for (int d = 0; d < axis; d++)
            {
                source += index[d] * strides[d];
            }

            byte* target = y + ((long)o * run * elementSize);
            if (repeat)
            {
                Fill(x + (source * elementSize), target, run, elementSize);
            }
            else
            {
                Buffer.MemoryCopy(x + (source * elementSize), target, (long)run * elementSize, (long)run * elementSize);
            }

            for (int d = axis - 1; d >= 0 && ++index[d] == to[d]; d--)
            {
                index[d] = 0;
            }
        }
    }

    private static void Fill(byte* value, byte* target, int count, int elementSize)
    {
        switch (elementSize)
        {
            case 4:
                new Span<int>(target, count).Fill(*(int*)value);
                break;
            case 8:
                new Span<long>(target, count).Fill(*(long*)value);
                break;
            case 2:
                new Span<short>(target, count).Fill(*(short*)value);
                break;
            default:
                new Span<byte>(target, count).Fill(*value);
                break;
        }
    }
}
