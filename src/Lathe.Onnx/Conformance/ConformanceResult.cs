using System.Collections.Immutable;

namespace Lathe.Onnx.Conformance;

/// <summary>The outcome of one case of the standard's test vectors.</summary>
/// <param name="Name">The case, as its folder is named.</param>
/// <param name="Operators">The operators of its model, subgraphs included, in ordinal order.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">What is not supported, what differs, or the error; empty for a pass.</param>
public sealed record ConformanceResult(string Name, ImmutableArray<string> Operators, ConformanceOutcome Outcome, string Reason = "");
