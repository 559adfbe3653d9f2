namespace Lathe.Hardware.Mapping;

/// <summary>What a layer costs when it is laid out in one way; simulated: every access is counted.</summary>
public sealed record MappingCost
{
    /// <summary>The layout.</summary>
    public required LoopMapping Mapping { get; init; }

    /// <summary>Cycles: the slowest of the array and the memories, which work side by side.</summary>
    public required double Cycles { get; init; }

    /// <summary>Cycles of the array alone.</summary>
    public required double ArrayCycles { get; init; }

    /// <summary>All energy.</summary>
    public required double Picojoules { get; init; }

    /// <summary>Energy of the arithmetic.</summary>
    public required double ArithmeticPicojoules { get; init; }

    /// <summary>Energy of the wires into and out of the elements.</summary>
    public required double WirePicojoules { get; init; }

    /// <summary>The memories, registers first.</summary>
    public required IReadOnlyList<LevelCost> Levels { get; init; }

    /// <summary>Multiply-accumulates over elements and cycles, 0 to 1.</summary>
    public required double Utilisation { get; init; }

    /// <summary>Energy times cycles.</summary>
    public double EnergyDelay => Picojoules * Cycles;

    /// <summary>What the layer waits for: <c>array</c> or a memory.</summary>
    public string WaitsFor => Levels.FirstOrDefault(l => l.Cycles > ArrayCycles && l.Cycles == Cycles)?.Name ?? "array";

    /// <summary>The figures in the order in which a goal compares them.</summary>
    public (double First, double Second) Score(MappingGoal goal) => MappingScore.Of(goal, Picojoules, Cycles);

    /// <summary>Counts a layout; null when a memory does not hold its blocks.</summary>
    public static MappingCost? Of(LoopMapping mapping, SpatialMachine machine)
    {
        var model = new MappingModel(machine, mapping.Nest);
        int[][] tiles = [.. mapping.Tiles];
        LoopDimension[][] orders = [.. mapping.Orders];
        if (tiles.Length != model.Top + 2 || orders.Length != model.Top)
        {
            throw new ArgumentException($"The layer {mapping.Nest} uses {model.Top} memories of {machine.Name} outside its elements, which takes {model.Top + 2} blocks and {model.Top} orders; {tiles.Length} and {orders.Length} were given.");
        }

        if (!model.Fits(0, tiles[0], []) || Enumerable.Range(1, model.Top - 1).Any(l => !model.Fits(l, tiles[l + 1], tiles[l])))
        {
            return null;
        }

        int[] unrolled = mapping.Unrolling();
        double[] borders = [.. Enumerable.Range(1, model.Top).Select(l => model.Border(tiles, orders, unrolled, l).Bytes), 0];
        double elements = model.Elements(tiles, orders, unrolled), registers = elements + (2 * mapping.Nest.Macs * (machine.OperandBytes + machine.SumBytes)), steps = model.Steps(tiles[0], unrolled);
        LevelCost[] levels =
        [
            new LevelCost(machine.Levels[0].Name, registers, registers * machine.Levels[0].PicojoulesPerByte, 0),
            .. Enumerable.Range(1, model.Top).Select(l => Level(machine.Levels[l], borders[l - 1] + borders[l], model.Cycles(l, borders[l - 1] + borders[l]))),
        ];
        double cycles = Math.Max(steps, levels.Max(l => l.Cycles)), arithmetic = mapping.Nest.Macs * machine.MacPicojoules, wires = elements * machine.HopPicojoulesPerByte;
        return new MappingCost
        {
            Mapping = mapping,
            Cycles = cycles,
            ArrayCycles = steps,
            Picojoules = arithmetic + wires + levels.Sum(l => l.Picojoules),
            ArithmeticPicojoules = arithmetic,
            WirePicojoules = wires,
            Levels = levels,
            Utilisation = mapping.Nest.Macs / (cycles * machine.Elements),
        };
    }

    private static LevelCost Level(ArrayLevel level, double bytes, double cycles) => new(level.Name, bytes, bytes * level.PicojoulesPerByte, cycles);
}
