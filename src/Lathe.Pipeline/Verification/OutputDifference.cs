namespace Lathe.Pipeline.Verification;

/// <summary>The largest difference of one output.</summary>
/// <param name="Name">The output.</param>
/// <param name="Absolute">Largest absolute difference.</param>
/// <param name="Relative">The same divided by the largest magnitude of the reference, at least 0.001.</param>
public sealed record OutputDifference(string Name, double Absolute, double Relative);
