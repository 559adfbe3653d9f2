namespace Lathe.Hardware.Mapping;

/// <summary>What a memory moves while a layer runs.</summary>
/// <param name="Name">The memory; <c>registers</c> are those of all elements.</param>
/// <param name="Bytes">Bytes read and written.</param>
/// <param name="Picojoules">Their energy.</param>
/// <param name="Cycles">Cycles it takes at its bandwidth.</param>
public sealed record LevelCost(string Name, double Bytes, double Picojoules, double Cycles);
