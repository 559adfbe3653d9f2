namespace Lathe.Pipeline.Runs;

/// <summary>Whether the recommended variant keeps a limit.</summary>
public sealed record TargetVerdict(string Target, string Limit, string Reached, bool Met)
{
    /// <summary>By how much it is met or missed, and what of the run comes nearest when it is missed.</summary>
    public string Margin { get; init; } = "";
}
