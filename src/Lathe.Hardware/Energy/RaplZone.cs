namespace Lathe.Hardware.Energy;

/// <summary>A counter of energy: microjoules that start again at zero after the largest value.</summary>
/// <param name="Name">package-0, dram, ...</param>
/// <param name="CounterFile">The file with the count.</param>
/// <param name="Range">The largest count in microjoules.</param>
public sealed record RaplZone(string Name, string CounterFile, long Range)
{
    /// <summary>Microjoules between two counts; an end below its start has passed the largest count once.</summary>
    public long Between(long start, long end) => end >= start ? end - start : end + Range - start;
}
