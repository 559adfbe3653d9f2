namespace Lathe.Hardware.Learned.Micro;

/// <summary>A network measured on a microcontroller.</summary>
/// <param name="Board">The board.</param>
/// <param name="Core">Its core: M0+, M4, M7, ...</param>
/// <param name="Software">The software that ran it.</param>
/// <param name="Network">The network.</param>
/// <param name="Work">What it computes.</param>
/// <param name="Cycles">Cycles of one inference.</param>
public sealed record MicroRun(string Board, string Core, string Software, string Network, MicroWork Work, double Cycles);
