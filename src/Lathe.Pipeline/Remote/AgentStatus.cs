using Lathe.Hardware;

namespace Lathe.Pipeline.Remote;

/// <summary>What an agent says of itself.</summary>
/// <param name="Version">Lathe's version there.</param>
/// <param name="Busy">True while it measures.</param>
/// <param name="Machine">The machine it runs on.</param>
/// <param name="LargestBody">The most bytes it takes at once.</param>
public sealed record AgentStatus(string Version, bool Busy, MachineDescription Machine, long LargestBody);
