namespace Lathe.Compression.Pruning;

/// <summary>One index along one axis of a parameter.</summary>
internal readonly record struct ParameterSlice(string Parameter, int Axis, int Index);
