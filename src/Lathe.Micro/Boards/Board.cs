using Lathe.Micro.Kernels;

namespace Lathe.Micro.Boards;

/// <summary>A board with a Cortex-M core: what it holds, how it is compiled for, and the emulator's machine of it, if there is one.</summary>
public sealed record Board
{
    /// <summary>Its name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>The core, as compilers call it.</summary>
    public required string Core { get; init; }

    /// <summary>Where code and constants start.</summary>
    public required uint FlashOrigin { get; init; }

    /// <summary>Bytes for code and constants.</summary>
    public required int FlashBytes { get; init; }

    /// <summary>Where working memory starts.</summary>
    public required uint RamOrigin { get; init; }

    /// <summary>Bytes of working memory.</summary>
    public required int RamBytes { get; init; }

    /// <summary>The instructions its core has.</summary>
    public KernelSet Kernels { get; init; }

    /// <summary>QEMU's name of the machine, or null.</summary>
    public string? Machine { get; init; }

    /// <summary>True when its core computes with floats by itself.</summary>
    public bool HasFloatUnit => Core is "cortex-m4" or "cortex-m7" or "cortex-m33" or "cortex-m55";

    /// <summary>Options of the compiler that say what is compiled for.</summary>
    /// <param name="floats">True for a network in floating point, which uses the core's unit for it where there is one.</param>
    public IEnumerable<string> Flags(bool floats) => [$"-mcpu={Core}", "-mthumb", UnlocksUnit(floats) ? "-mfloat-abi=hard" : "-mfloat-abi=soft"];

    /// <summary>True when a program has to unlock the unit for vectors and floats before it uses it.</summary>
    internal bool UnlocksUnit(bool floats) => Kernels == KernelSet.Helium || (floats && HasFloatUnit);
}
