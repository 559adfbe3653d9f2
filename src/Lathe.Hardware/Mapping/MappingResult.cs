namespace Lathe.Hardware.Mapping;

/// <summary>The layout that a search chose.</summary>
/// <param name="Cost">The layout and what it costs.</param>
/// <param name="IsProven">True when no other layout of the space that was searched is better; false when the space was too large to look at, or to bound, all of it.</param>
/// <param name="Evaluated">Layouts that were counted.</param>
public sealed record MappingResult(MappingCost Cost, bool IsProven, long Evaluated);
