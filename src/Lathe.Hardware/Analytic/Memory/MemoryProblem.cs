namespace Lathe.Hardware.Analytic.Memory;

/// <summary>Which buffers are alive when, for one order of the kernels.</summary>
public sealed record MemoryProblem
{
    /// <summary>The order the kernels run in, by number.</summary>
    public required IReadOnlyList<int> Order { get; init; }

    /// <summary>The buffers, each over the steps it is alive in.</summary>
    public required IReadOnlyList<LiveBuffer> Buffers { get; init; }

    /// <summary>Buffers that may share bytes although both are alive.</summary>
    public IReadOnlyList<BufferOverlap> Overlaps { get; init; } = [];

    /// <summary>The most bytes alive at once: no arena is smaller in which nothing overlaps.</summary>
    public long PeakBytes => LiveBytes().Select(b => (long)b).DefaultIfEmpty().Max();

    /// <summary>Reads a workload.</summary>
    /// <param name="workload">The kernels and buffers.</param>
    /// <param name="bits">Bits of a value.</param>
    /// <param name="order">The order, or null for the kernels' own.</param>
    /// <param name="inPlace">True when an elementwise kernel writes over an input that nobody reads later.</param>
    public static MemoryProblem Of(Workload workload, int bits, IReadOnlyList<int>? order = null, bool inPlace = true)
    {
        order ??= [.. Enumerable.Range(0, workload.Kernels.Count)];
        int count = workload.Buffers.Count, end = order.Count - 1;
        int[] first = new int[count], last = new int[count], owner = [.. Enumerable.Range(0, count)];
        Array.Fill(first, int.MaxValue);
        Array.Fill(last, -1);
        foreach (int input in workload.Inputs)
        {
            first[input] = 0;
        }

        for (int step = 0; step < order.Count; step++)
        {
            foreach (int buffer in workload.Kernels[order[step]].Reads.Concat(workload.Kernels[order[step]].Writes))
            {
                (first[buffer], last[buffer]) = (Math.Min(first[buffer], step), Math.Max(last[buffer], step));
            }
        }

        foreach (int output in workload.Outputs)
        {
            last[output] = end;
        }

        if (inPlace)
        {
            Overwrite(workload, order, owner, last);
        }

        return new MemoryProblem { Order = order, Buffers = [.. Merge(workload, bits, owner, first, last)] };
    }

    /// <summary>The bytes alive in each step.</summary>
    public double[] LiveBytes()
    {
        double[] live = new double[Order.Count];
        foreach (LiveBuffer buffer in Buffers)
        {
            for (int step = buffer.First; step <= buffer.Last && step < live.Length; step++)
            {
                live[step] += buffer.Bytes;
            }
        }

        return live;
    }

    private static void Overwrite(Workload workload, IReadOnlyList<int> order, int[] owner, int[] last)
    {
        for (int step = 0; step < order.Count; step++)
        {
            Kernel kernel = workload.Kernels[order[step]];
            if (!kernel.IsElementwise || kernel.Writes is not [int written] || owner[written] != written)
            {
                continue;
            }

            foreach (int read in kernel.Reads)
            {
                // A network's input belongs to the caller, and so does an output that is read once more.
                if (last[read] == step && workload.Buffers[read].Elements == workload.Buffers[written].Elements && !workload.Inputs.Contains(read) && !workload.Outputs.Contains(read))
                {
                    owner[written] = Root(owner, read);
                    break;
                }
            }
        }
    }

    private static IEnumerable<LiveBuffer> Merge(Workload workload, int bits, int[] owner, int[] first, int[] last)
    {
        foreach (IGrouping<int, int> shared in Enumerable.Range(0, owner.Length).Where(b => last[b] >= 0).GroupBy(b => Root(owner, b)))
        {
            long bytes = ((workload.Buffers[shared.Key].Elements * bits) + 7) / 8;
            yield return new LiveBuffer(workload.Buffers[shared.Key].Name, bytes, shared.Min(b => first[b]), shared.Max(b => last[b]))
            {
                Members = [.. shared.Select(b => workload.Buffers[b].Name)],
            };
        }
    }

    private static int Root(int[] owner, int buffer)
    {
        while (owner[buffer] != buffer)
        {
            buffer = owner[buffer];
        }

        return buffer;
    }
}
