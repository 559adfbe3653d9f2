namespace Lathe.Pipeline.Deployment;

/// <summary>How one layer of a quantized network computes, and what was measured.</summary>
/// <param name="Layer">The node.</param>
/// <param name="Integer">True for integer arithmetic; else floating point, its weights stored as 8-bit codes.</param>
/// <param name="OtherwiseMs">Median latency of the whole network with only this layer the other way; null when not measured.</param>
/// <param name="Reason">Why.</param>
public sealed record LayerPlacement(string Layer, bool Integer, double? OtherwiseMs, string Reason);
