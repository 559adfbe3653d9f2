namespace Lathe.Hardware.Devices;

/// <summary>What a device is: the figures every analytic model reads.</summary>
public sealed record DeviceProfile
{
    /// <summary>The name on command lines and in recipes.</summary>
    public required string Name { get; init; }

    /// <summary>The name people use.</summary>
    public required string Title { get; init; }

    /// <summary>Its class.</summary>
    public required DeviceKind Kind { get; init; }

    /// <summary>The software whose fusion rules apply (see <see cref="Analytic.FusionRules"/>).</summary>
    public required string Backend { get; init; }

    /// <summary>The core of a microcontroller: <c>M4</c>, <c>M7</c>, ...; null where it does not matter.</summary>
    public string? Core { get; init; }

    /// <summary>Cores, or lanes of a graphics processor.</summary>
    public required Figure Cores { get; init; }

    /// <summary>Clock in hertz.</summary>
    public required Figure Clock { get; init; }

    /// <summary>Peak rates, dense and sparse apart.</summary>
    public required IReadOnlyList<PeakRate> Peaks { get; init; }

    /// <summary>The memory hierarchy, nearest level first.</summary>
    public required IReadOnlyList<MemoryLevel> Memory { get; init; }

    /// <summary>Native tiles.</summary>
    public required IReadOnlyList<NativeTile> Tiles { get; init; }

    /// <summary>The processing elements of an accelerator, or null where they are not described.</summary>
    public ProcessingArray? Array { get; init; }

    /// <summary>Thermal design power in watts, or null where nothing is known.</summary>
    public Figure? Tdp { get; init; }

    /// <summary>Seconds between two kernels.</summary>
    public required Figure Launch { get; init; }

    /// <summary>The share of its peaks that is reached.</summary>
    public required PercentOfPeak Efficiency { get; init; }

    /// <summary>Number formats that run.</summary>
    public required IReadOnlyList<Precision> Types { get; init; }

    /// <summary>ONNX operators that run; a star means every one.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>The level that activations stream through.</summary>
    public MemoryLevel ActivationMemory => Memory.FirstOrDefault(m => m.HoldsActivations) ?? Memory[^1];

    /// <summary>The level that weights stream from.</summary>
    public MemoryLevel WeightMemory => Memory.FirstOrDefault(m => m.HoldsWeights) ?? Memory[^1];

    /// <summary>The level that is reused from: the largest one between the arithmetic and the activations' memory, or that itself.</summary>
    public MemoryLevel OnChip => Memory.TakeWhile(m => m != ActivationMemory).LastOrDefault() ?? ActivationMemory;

    /// <summary>True when an operator runs here.</summary>
    public bool Supports(string operatorType) => Operators.Contains("*") || Operators.Contains(operatorType);

    /// <summary>
    /// The fastest rate for a number format on a unit, or null. A format without a rate of its own runs at that of the narrowest wider
    /// one of its family, because it is unpacked first.
    /// </summary>
    public PeakRate? Peak(Precision precision, ComputeEngine engine, bool sparse = false)
    {
        IEnumerable<PeakRate> fit = Peaks.Where(p => p.Engine == engine && (sparse || !p.Sparse));
        return fit.Where(p => p.Precision == precision).MaxBy(p => p.Operations.Value)
            ?? fit.Where(p => Stands(p.Precision, precision)).OrderBy(p => p.Precision.Bits()).ThenByDescending(p => p.Operations.Value).FirstOrDefault();
    }

    /// <summary>The native tile of a number format on a unit.</summary>
    public NativeTile Tile(Precision precision, ComputeEngine engine) => Tiles.FirstOrDefault(t => t.Engine == engine && t.Types.Contains(precision)) ?? NativeTile.None;

    /// <summary>Every figure of the profile, by the place it stands at.</summary>
    public IEnumerable<(string Place, Figure Figure)> Figures()
    {
        yield return ("cores", Cores);
        yield return ("clockHertz", Clock);
        foreach (PeakRate peak in Peaks)
        {
            yield return ($"peaks {peak.Precision.ShortName()}{(peak.Sparse ? " sparse" : "")} {peak.Engine}", peak.Operations);
        }

        foreach (MemoryLevel level in Memory)
        {
            foreach ((string what, Figure? figure) in new[] { ("bytes", level.Bytes), ("bandwidth", level.Bandwidth), ("picojoulesPerByte", level.PicojoulesPerByte) })
            {
                if (figure is not null)
                {
                    yield return ($"memory {level.Name} {what}", figure);
                }
            }
        }

        foreach (NativeTile tile in Tiles)
        {
            yield return ($"tile {tile.Engine}", new Figure(tile.Rows * tile.Columns * tile.Depth, tile.Source, tile.Tag));
        }

        if (Array is not null)
        {
            yield return ("array", new Figure(Array.Rows * Array.Columns, Array.Source, Array.Tag));
        }

        if (Tdp is not null)
        {
            yield return ("tdpWatts", Tdp);
        }

        yield return ("launchSeconds", Launch);
        yield return ("efficiency compute", Efficiency.Compute);
        yield return ("efficiency memory", Efficiency.Memory);
    }

    private static bool Stands(Precision wider, Precision narrow) => wider.Bits() >= narrow.Bits() && (wider.IsInteger() == narrow.IsInteger() || wider == Precision.F32);
}
