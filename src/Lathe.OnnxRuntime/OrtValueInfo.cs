using Lathe.Tensors;

namespace Lathe.OnnxRuntime;

/// <summary>An input or output of a session; unknown dimensions are -1.</summary>
public sealed record OrtValueInfo(string Name, DType Type, IReadOnlyList<long> Dimensions);
