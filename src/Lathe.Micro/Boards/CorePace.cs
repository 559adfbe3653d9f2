using Lathe.Hardware.Readings;

namespace Lathe.Micro.Boards;

/// <summary>Cycles of an instruction by core: an assumption from how many instructions a core issues and what loads, branches and vectors take.</summary>
public static class CorePace
{
    // Single-issue cores never take less than a cycle; loads and taken branches take two or three. An M7 issues two at once; a vector instruction of an M55 takes two beats.
    private static readonly (string Core, Estimate Cycles)[] s_paces =
    [
        ("cortex-m0", new Estimate(1.5, 1, 2.2)), ("cortex-m33", new Estimate(1.3, 0.9, 1.8)), ("cortex-m3", new Estimate(1.4, 1, 2)), ("cortex-m4", new Estimate(1.4, 1, 2)),
        ("cortex-m7", new Estimate(0.8, 0.5, 1.4)), ("cortex-m55", new Estimate(1.6, 1, 2.2)),
    ];

    /// <summary>Cycles of an instruction, memory without waiting.</summary>
    /// <param name="core">The core as compilers call it.</param>
    public static Estimate CyclesOfInstruction(string core) => s_paces.First(p => core.StartsWith(p.Core, StringComparison.Ordinal)).Cycles;
}
