namespace Lathe.Micro.Toolchains;

/// <summary>What a tool said.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record ToolResult(int ExitCode, string Output, string Errors);
