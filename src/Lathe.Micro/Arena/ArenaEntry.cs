using System.Collections.Immutable;

namespace Lathe.Micro.Arena;

/// <summary>One stretch of the arena and the steps it is needed in.</summary>
/// <param name="Values">The values in it, one after the other: views and results written over their input.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The first step that touches it.</param>
/// <param name="Last">The last step that touches it.</param>
public sealed record ArenaEntry(ImmutableArray<string> Values, int Offset, int Bytes, int First, int Last);
