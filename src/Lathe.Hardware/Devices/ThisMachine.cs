namespace Lathe.Hardware.Devices;

/// <summary>The machine at hand as a device: what the system tells, and what is known of such machines where it tells nothing.</summary>
public static class ThisMachine
{
    private const double AssumedClock = 2.5e9, AssumedBandwidth = 10e9, AssumedCache = 1 << 20;

    /// <summary>Detects it.</summary>
    /// <param name="root">Where the system's own files are; another folder only in tests.</param>
    /// <param name="measured">Rates measured earlier, or null.</param>
    public static DeviceProfile Detect(string root = "/", MachineRates? measured = null)
    {
        MachineDescription machine = MachineDescription.Detect();
        SystemFiles files = new(root);
        double clock = files.ClockHertz() ?? AssumedClock;
        int lanes = machine.Instructions.Contains("avx512f") ? 16 : machine.Instructions.Contains("avx2") ? 8 : 4;
        // Two multiply-adds a cycle on each core.
        Figure peak = measured is null ? new Figure(machine.Cores * clock * lanes * 4, $"{machine.Cores} cores x {clock / 1e9:F2} GHz x {lanes * 4} operations per cycle", FigureTag.Computed) : Figure.Here(measured.Operations, "measured here: multiply-adds of 32 bits on every core");
        return new DeviceProfile
        {
            Name = DeviceCatalog.ThisMachineName,
            Title = machine.Cpu,
            Kind = DeviceKind.Cpu,
            Backend = "onnxruntime",
            Cores = Figure.Here(machine.Cores, "logical processors of this process"),
            Clock = files.ClockHertz() is null ? new Figure(clock, "the system tells no clock", FigureTag.Presumed) : Figure.Here(clock, "the system's processor files"),
            Peaks = [new PeakRate(Precision.F32, peak, false, ComputeEngine.Vector), new PeakRate(Precision.I8, Bytes(machine, measured, peak.Value), false, ComputeEngine.Vector)],
            Memory = Levels(files, measured),
            Tiles = [new NativeTile([Precision.F32], ComputeEngine.Vector, 1, lanes, 1, "lanes of the vector unit", FigureTag.Measured)],
            Launch = new Figure(3e-6, "assumed: one operator of ONNX Runtime", FigureTag.Presumed),
            Efficiency = new PercentOfPeak(new Figure(0.62, "Paleo's profiler preset", FigureTag.Verified), new Figure(0.72, "Paleo's profiler preset", FigureTag.Verified)),
            Types = [Precision.F32, Precision.I8],
            Operators = ["*"],
        };
    }

    private static Figure Bytes(MachineDescription machine, MachineRates? measured, double peak) => measured?.ByteOperations is { } operations
        ? Figure.Here(operations, $"measured here: chains of {measured.ByteInstructions} on every core, eight bits by eight bits into 32")
        : machine.HasIntegerDotProducts ? new Figure(peak * 4, "four times that of 32 bits: integer dot products", FigureTag.Computed)
        : new Figure(peak * 2, "twice that of 32 bits: pairs of 16-bit products", FigureTag.Computed);

    private static MemoryLevel[] Levels(SystemFiles files, MachineRates? measured)
    {
        Figure bandwidth = measured is null ? new Figure(AssumedBandwidth, "assumed until measured", FigureTag.Presumed) : Figure.Here(measured.Bandwidth, "measured here: reading and writing a buffer larger than the caches");
        var near = new Figure(2.5, "Horowitz, ISSCC 2014: 45 nm, 32 KB", FigureTag.Presumed);
        var far = new Figure(12.5, "Horowitz, ISSCC 2014: 45 nm, 1 MB", FigureTag.Presumed);
        List<MemoryLevel> levels = [.. files.Caches().Select(c => new MemoryLevel($"l{c.Level}", Figure.Here(c.Bytes, "the system's cache files"), null, c.Level == 1 ? near : far, false, false))];
        if (levels.Count == 0)
        {
            levels.Add(new MemoryLevel("l2", new Figure(AssumedCache, "the system tells no caches", FigureTag.Presumed), null, far, false, false));
        }

        levels.Add(new MemoryLevel("dram", Figure.Here(files.MemoryBytes() ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, "the system's memory file"), bandwidth, new Figure(162.5, "Horowitz, ISSCC 2014: 45 nm", FigureTag.Presumed), true, true));
        return [.. levels];
    }
}
