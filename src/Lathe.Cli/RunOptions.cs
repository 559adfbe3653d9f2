namespace Lathe.Cli;

/// <summary>What the command line said about a run.</summary>
/// <param name="Folder">Where it goes; runs/time-name when null.</param>
/// <param name="Quick">One epoch a step on little data.</param>
/// <param name="Resume">Go on with what is in the folder.</param>
/// <param name="Json">One JSON document instead of tables.</param>
internal sealed record RunOptions(string? Folder, bool Quick, bool Resume, bool Json);
