namespace Lathe.Hardware.Systolic;

/// <summary>
/// Runs a product on an array with double-buffered memories of limited bandwidth, request by request, by the rules of SCALE-Sim's mode of a
/// given bandwidth; its published totals, stalls and DRAM traffic come out exactly.
/// </summary>
public static class SystolicSimulator
{
    // Requests are followed one by one; larger products take minutes.
    private const long MostMacs = 1L << 31;

    /// <summary>Simulates one product; groups run one after the other and are not simulated.</summary>
    /// <param name="array">The array and its memories.</param>
    /// <param name="layer">The product.</param>
    /// <param name="waitsOnce">True to count a wait once; the published simulator counts one that hits an unfinished fetch twice.</param>
    /// <exception cref="InvalidInputException">The layer has groups, or is too large to follow.</exception>
    public static SystolicMemoryReport Run(SystolicArray array, SystolicLayer layer, bool waitsOnce = false)
    {
        Check(layer);
        var schedule = new FoldSchedule(array, layer);
        var inputs = new PrefetchedMemory(schedule.InputOrder(), array.InputWords, array.WordsPerCycle, waitsOnce);
        var filters = new PrefetchedMemory(schedule.FilterOrder(), array.FilterWords, array.WordsPerCycle, waitsOnce);
        var outputs = new DrainedMemory(array.OutputWords, array.WordsPerCycle);
        long cycle = 0, stalls = 0, last = 0;
        foreach ((int rowFold, int columnFold, int step) in schedule.Cycles())
        {
            long now = cycle++ + stalls;
            long waited = Math.Max(inputs.Serve(schedule.Inputs(rowFold, columnFold, step), now), filters.Serve(schedule.Filters(rowFold, columnFold, step), now));
            last = outputs.Take(schedule.Outputs(rowFold, columnFold, step), now);
            stalls += Math.Max(waited, last - now);
        }

        long end = outputs.Empty(last);
        return new SystolicMemoryReport(last, stalls, end - Math.Min(inputs.First, filters.First), inputs.Fetched, filters.Fetched, outputs.Written, layer.Macs / ((double)last * array.Cells));
    }

    /// <summary>
    /// What crosses the memories' other side when they never make the array wait, whatever bandwidth that takes (SCALE-Sim's mode that estimates it): reads of the
    /// first half are at <see cref="SystolicArray.WordsPerCycle"/>, and as many outputs leave in a cycle as the array has columns.
    /// </summary>
    /// <param name="array">The array and its memories.</param>
    /// <param name="layer">The product.</param>
    /// <param name="windows">Where inputs lie when it is a convolution; each has a place of its own when null.</param>
    /// <exception cref="InvalidInputException">The layer has groups, or is too large to follow.</exception>
    public static SystolicMemoryReport Traffic(SystolicArray array, SystolicLayer layer, SystolicWindows? windows = null)
    {
        Check(layer);
        var schedule = new FoldSchedule(array, layer, windows);
        EagerMemory inputs = new(array.InputWords, array.WordsPerCycle), filters = new(array.FilterWords, array.WordsPerCycle);
        var outputs = new DrainedMemory(array.OutputWords, array.Columns);
        long cycle = 0, stalls = 0, last = 0;
        foreach ((int rowFold, int columnFold, int step) in schedule.Cycles())
        {
            long now = cycle++ + stalls;
            inputs.Serve(schedule.Inputs(rowFold, columnFold, step), now);
            filters.Serve(schedule.Filters(rowFold, columnFold, step), now);
            last = outputs.Take(schedule.Outputs(rowFold, columnFold, step), now);
            stalls += last - now;
        }

        inputs.Complete();
        filters.Complete();
        long end = outputs.Empty(last);
        return new SystolicMemoryReport(last, stalls, end - Math.Min(inputs.First, filters.First), inputs.Fetched, filters.Fetched, outputs.Written, layer.Macs / ((double)last * array.Cells));
    }

    private static void Check(SystolicLayer layer)
    {
        if (layer.Groups != 1 || layer.Macs > MostMacs)
        {
            throw new InvalidInputException($"A product of {layer.Macs} multiply-accumulates in {layer.Groups} groups cannot be followed request by request; at most {MostMacs} in one group can. Use the closed form.");
        }
    }
}
