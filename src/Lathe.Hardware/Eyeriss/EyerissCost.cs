namespace Lathe.Hardware.Eyeriss;

/// <summary>What a layer costs on Eyeriss; accesses are words.</summary>
public sealed record EyerissCost
{
    /// <summary>The layer.</summary>
    public required EyerissLayer Layer { get; init; }

    /// <summary>How it was laid out.</summary>
    public required EyerissMapping Mapping { get; init; }

    /// <summary>Elements at work in a full pass.</summary>
    public required int ActiveElements { get; init; }

    /// <summary>Seconds of arithmetic.</summary>
    public required double Seconds { get; init; }

    /// <summary>Accesses to the elements' own memories; those of skipped zeros are not made.</summary>
    public required double RegisterFile { get; init; }

    /// <summary>Partial sums handed to a neighbour.</summary>
    public required double Network { get; init; }

    /// <summary>Accesses to the global buffer.</summary>
    public required double Buffer { get; init; }

    /// <summary>Words to and from DRAM, zeros run-length coded.</summary>
    public required double Dram { get; init; }

    /// <summary>Words to and from DRAM without coding.</summary>
    public required double UncodedDram { get; init; }

    /// <summary>Multiply-accumulates that are made: those of inputs that are not zero.</summary>
    public required double EffectiveMacs { get; init; }

    /// <summary>Energy relative to one multiply-accumulate, by level: arithmetic, register files, neighbours, global buffer, DRAM.</summary>
    public required (double Arithmetic, double RegisterFile, double Network, double Buffer, double Dram) Energy { get; init; }

    /// <summary>All energy, relative to one multiply-accumulate.</summary>
    public double TotalEnergy => Energy.Arithmetic + Energy.RegisterFile + Energy.Network + Energy.Buffer + Energy.Dram;
}
