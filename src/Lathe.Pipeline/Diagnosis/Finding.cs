namespace Lathe.Pipeline.Diagnosis;

/// <summary>One thing this machine has or lacks.</summary>
/// <param name="What">The thing.</param>
/// <param name="State">What was found, in words.</param>
/// <param name="Here">True when it is here and works.</param>
/// <param name="Remedy">The command that gets it, when it is missing and can be had.</param>
/// <param name="Required">True when the main job needs it.</param>
public sealed record Finding(string What, string State, bool Here = true, string? Remedy = null, bool Required = false);
