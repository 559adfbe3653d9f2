namespace Lathe.Hardware.Mapping;

/// <summary>
/// Searches the layouts of a layer: what is spread over the array, the blocks of every memory, the order of the loops. Plans of the array are taken by
/// their lower bound, best first, until none can beat what was found; within one, blocks are grown until nothing more fits, and orders are settled from
/// the outermost memory inwards, leaving off as soon as the sum so far and the least of the rest are no better. The same call gives the same layout.
/// </summary>
/// <param name="machine">The machine.</param>
/// <param name="goal">What to minimise.</param>
public sealed class MappingSearch(SpatialMachine machine, MappingGoal goal)
{
    /// <summary>The best layout; at least as good as any of the fixed dataflows.</summary>
    /// <exception cref="InvalidInputException">A memory does not hold even a single step of the array.</exception>
    public MappingResult Find(LoopNest nest) => Compare(nest).Best;

    /// <summary>The best layout, and the best of each dataflow with a name; null where it does not fit.</summary>
    /// <exception cref="InvalidInputException">A memory does not hold even a single step of the array.</exception>
    public (MappingResult Best, IReadOnlyDictionary<FixedDataflow, MappingCost?> Fixed) Compare(LoopNest nest)
    {
        Dictionary<FixedDataflow, MappingCost?> settled = Enum.GetValues<FixedDataflow>().ToDictionary(d => d, d => Find(nest, d)?.Cost);
        // A free search of a large space may miss one of them; as a start it bounds the search besides.
        MappingCost? start = null;
        foreach (MappingCost cost in settled.Values.OfType<MappingCost>())
        {
            start = start is null || MappingScore.IsBetter(cost.Score(goal), start.Score(goal)) ? cost : start;
        }

        MappingResult? best = new LayerSearch(machine, nest, MappingRule.Free, goal, start).Run();
        return best is not null ? (best, settled) : throw new InvalidInputException($"No layout of the layer {nest} fits {machine.Name}: one of its memories ({string.Join(", ", machine.Levels.Select(l => $"{l.Name} {l.Bytes:0} bytes"))}) does not hold one step of the array.");
    }

    /// <summary>The best layout of a dataflow with a name, or null when it does not fit.</summary>
    public MappingResult? Find(LoopNest nest, FixedDataflow dataflow) => new LayerSearch(machine, nest, MappingRule.Of(dataflow), goal, null).Run();
}
