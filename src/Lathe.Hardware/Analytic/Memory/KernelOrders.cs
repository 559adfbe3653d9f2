namespace Lathe.Hardware.Analytic.Memory;

/// <summary>Orders of the kernels that keep every kernel behind those it reads from; the one with the smallest peak is chosen.</summary>
public static class KernelOrders
{
    /// <summary>The order of the smallest peak among: the network's own, deepest branch first, widest first, and at each step the kernel that adds least.</summary>
    public static MemoryProblem Best(Workload workload, int bits, bool inPlace = true) =>
        Candidates(workload).Select(order => MemoryProblem.Of(workload, bits, order, inPlace)).MinBy(p => p.PeakBytes)!;

    /// <summary>The orders tried.</summary>
    public static IEnumerable<IReadOnlyList<int>> Candidates(Workload workload)
    {
        yield return [.. Enumerable.Range(0, workload.Kernels.Count)];
        yield return Run(workload, (_, made, _, _) => -made);
        yield return Run(workload, (_, made, _, _) => made);
        yield return Run(workload, (kernel, made, remaining, buffers) => Growth(kernel, remaining, buffers) - (made * 1e-9));
        yield return Run(workload, (kernel, _, _, buffers) => kernel.Writes.Sum(b => (double)buffers[b].Elements));
    }

    // Bytes it makes less those it is the last to read.
    private static double Growth(Kernel kernel, int[] remaining, IReadOnlyList<ActivationBuffer> buffers) =>
        kernel.Writes.Sum(b => (double)buffers[b].Elements) - kernel.Reads.Where(b => remaining[b] == 1).Sum(b => (double)buffers[b].Elements);

    // Of the kernels whose inputs are there, the one with the least price next; a price sees the kernel, how late its newest input was
    // made, and how many readers each buffer still has.
    private static int[] Run(Workload workload, Func<Kernel, double, int[], IReadOnlyList<ActivationBuffer>, double> price)
    {
        int[] made = new int[workload.Buffers.Count], remaining = new int[workload.Buffers.Count];
        Array.Fill(made, -1);
        foreach (int input in workload.Inputs)
        {
            made[input] = 0;
        }

        foreach (int read in workload.Kernels.SelectMany(k => k.Reads))
        {
            remaining[read]++;
        }

        foreach (int output in workload.Outputs)
        {
            remaining[output]++;
        }

        var waiting = new List<int>(Enumerable.Range(0, workload.Kernels.Count));
        var order = new List<int>();
        while (waiting.Count > 0)
        {
            int next = waiting.Where(k => workload.Kernels[k].Reads.All(b => made[b] >= 0)).MinBy(k => price(workload.Kernels[k], workload.Kernels[k].Reads.Select(b => made[b]).DefaultIfEmpty().Max(), remaining, workload.Buffers));
            waiting.Remove(next);
            order.Add(next);
            foreach (int read in workload.Kernels[next].Reads)
            {
                remaining[read]--;
            }

            foreach (int written in workload.Kernels[next].Writes)
            {
                made[written] = order.Count;
            }
        }

        return [.. order];
    }
}
