namespace Lathe.Pipeline.Verification;

/// <summary>The differences of all outputs of a model between two engines.</summary>
public sealed record ComparisonResult(IReadOnlyList<OutputDifference> Outputs)
{
    /// <summary>The largest relative difference of any output.</summary>
    public double LargestRelative => Outputs.Count == 0 ? 0 : Outputs.Max(o => o.Relative);
}
