using Lathe.Micro.Kernels;

namespace Lathe.Micro.Boards;

/// <summary>What a network has to fit.</summary>
/// <param name="Title">What the board is.</param>
/// <param name="FlashBytes">Room for code and constants.</param>
/// <param name="RamBytes">Working memory.</param>
/// <param name="Kernels">The instructions its core has.</param>
public sealed record BoardLimits(string Title, long FlashBytes, long RamBytes, KernelSet Kernels);
