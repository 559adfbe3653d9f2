namespace Lathe.Hardware.Mapping;

/// <summary>A layer of a network and its layouts.</summary>
/// <param name="Name">The layer.</param>
/// <param name="Operators">Its operators.</param>
/// <param name="Nest">Its loops.</param>
/// <param name="Best">The best layout.</param>
/// <param name="Fixed">The best layout of each dataflow with a name; null where it does not fit.</param>
public sealed record MappedLayer(string Name, string Operators, LoopNest Nest, MappingResult Best, IReadOnlyDictionary<FixedDataflow, MappingCost?> Fixed);
