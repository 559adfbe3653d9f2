using System.Collections.Immutable;

namespace Lathe.Onnx.Conformance;

/// <summary>The outcomes of all cases of a folder, in ordinal order of their names.</summary>
public sealed record ConformanceReport(ImmutableArray<ConformanceResult> Results)
{
    /// <summary>The number of cases with an outcome.</summary>
    public int Count(ConformanceOutcome outcome) => Results.Count(r => r.Outcome == outcome);

    /// <summary>The cases with an outcome.</summary>
    public IEnumerable<ConformanceResult> With(ConformanceOutcome outcome) => Results.Where(r => r.Outcome == outcome);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Results.Length} cases: {Count(ConformanceOutcome.Passed)} passed, {Count(ConformanceOutcome.Random)} random, {Count(ConformanceOutcome.Unsupported)} not supported, {Count(ConformanceOutcome.Wrong)} wrong, {Count(ConformanceOutcome.Crashed)} crashed";
}
