namespace Lathe.Pipeline.Runs;

/// <summary>Whether the recommended variant keeps a limit.</summary>
public sealed record TargetVerdict(string Target, string Limit, string Reached, bool Met);
