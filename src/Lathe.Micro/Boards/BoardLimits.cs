using Lathe.Micro.Arena;
using Lathe.Micro.Kernels;
using Lathe.Micro.Packing;
using Lathe.Runtime;

namespace Lathe.Micro.Boards;

/// <summary>What a network has to fit.</summary>
/// <param name="Title">What the board is.</param>
/// <param name="FlashBytes">Room for code and constants.</param>
/// <param name="RamBytes">Working memory.</param>
/// <param name="Kernels">The instructions its core has.</param>
public sealed record BoardLimits(string Title, long FlashBytes, long RamBytes, KernelSet Kernels)
{
    /// <summary>A network as it is stored and run here: weights in the fewest bytes where flash is short, first layers in patches where RAM is.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="others">Bytes of constants beside its own.</param>
    public IntegerGraph Fit(IntegerGraph graph, long others = 0) => PatchSearch.Within(PackingChoice.Within(graph, FlashBytes - others), RamBytes, Kernels);
}
