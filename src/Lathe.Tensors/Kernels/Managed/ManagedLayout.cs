using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Transposes: adjacent dimensions that stay together are merged first, then small tiles keep both sides in cache.</summary>
internal sealed unsafe class ManagedLayout(ThreadTeam team) : ILayoutKernels
{
    /// <inheritdoc/>
    public void Permute(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> permutation, int elementSize, void* x, void* y)
    {
        long count = 1;
        foreach (int dimension in dimensions)
        {
            count *= dimension;
        }

        if (count == 0)
        {
            return;
        }

        (int[] size, int[] order) = Merge(dimensions, permutation);
        if (order.Length == 1)
        {
            Buffer.MemoryCopy(x, y, count * elementSize, count * elementSize);
            return;
        }

        long[] strides = new long[size.Length];
        long stride = 1;
        for (int i = size.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= size[i];
        }

        var plan = new PermutePlan(Array.ConvertAll(order, o => size[o]), Array.ConvertAll(order, o => strides[o]));
        switch (elementSize)
        {
            case 1: Run<byte>(plan, x, y); break;
            case 2: Run<short>(plan, x, y); break;
            case 4: Run<int>(plan, x, y); break;
            default: Run<long>(plan, x, y); break;
        }
    }

    private static (int[] Size, int[] Order) Merge(ReadOnlySpan<int> dimensions, ReadOnlySpan<int> permutation)
    {
        // Drop dimensions of 1, then join output neighbours that are input neighbours too.
        var order = new List<(int First, int Last)>();
        foreach (int axis in permutation)
        {
            if (dimensions[axis] == 1)
            {
                continue;
            }

            if (order.Count > 0 && FollowsInInput(dimensions, order[^1].Last, axis))
            {
                order[^1] = (order[^1].First, axis);
            }
            else
            {
                order.Add((axis, axis));
            }
        }

        if (order.Count == 0)
        {
            order.Add((0, 0));
        }

        var sorted = new List<(int First, int Last)>(order);
        sorted.Sort((a, b) => a.First.CompareTo(b.First));
        int[] size = new int[sorted.Count];
        for (int i = 0; i < size.Length; i++)
        {
            size[i] = 1;
            for (int d = sorted[i].First; d <= sorted[i].Last; d++)
            {
                size[i] *= dimensions.IsEmpty ? 1 : dimensions[d];
            }
        }

        return (size, order.ConvertAll(o => sorted.IndexOf(o)).ToArray());
    }

    private static bool FollowsInInput(ReadOnlySpan<int> dimensions, int last, int axis)
    {
        if (axis <= last)
        {
            return false;
        }

        for (int d = last + 1; d < axis; d++)
        {
            if (dimensions[d] != 1)
            {
                return false;
            }
        }

        return true;
    }

    private void Run<T>(PermutePlan plan, void* x, void* y)
        where T : unmanaged => team.For(plan.Outer, Math.Max(1, 16384 / Math.Max(1, plan.Inner)), new Body<T>(plan, (T*)x, (T*)y));

    private readonly struct Body<T>(PermutePlan plan, T* x, T* y) : IRangeBody
        where T : unmanaged
    {
        public void Run(int begin, int end)
        {
            if (plan.IsMatrix)
            {
                Matrix(begin, end);
                return;
            }

            int inner = plan.Inner;
            long step = plan.InnerStride;
            for (int o = begin; o < end; o++)
            {
                T* source = x + plan.Source(o);
                T* target = y + ((long)o * inner);
                if (step == 1)
                {
                    new ReadOnlySpan<T>(source, inner).CopyTo(new Span<T>(target, inner));
                    continue;
                }

                for (int i = 0; i < inner; i++)
                {
                    target[i] = source[i * step];
                }
            }
        }

        /// <summary>Outer rows whose source is contiguous across rows: a transpose, done in tiles of 16 x 16.</summary>
        private void Matrix(int begin, int end)
        {
            const int Tile = 16;
            int inner = plan.Inner;
            for (int row = begin; row < end;)
            {
                int stop = Math.Min(Math.Min(end, row + Tile), ((row / plan.MatrixRows) + 1) * plan.MatrixRows);
                long source = plan.Source(row);
                for (int column = 0; column < inner; column += Tile)
                {
                    int lastColumn = Math.Min(inner, column + Tile);
                    for (int r = row; r < stop; r++)
                    {
                        T* target = y + ((long)r * inner);
                        T* from = x + source + (r - row);
                        for (int c = column; c < lastColumn; c++)
                        {
                            target[c] = from[c * plan.InnerStride];
                        }
                    }
                }

                row = stop;
            }
        }
    }
}
