namespace Lathe.Pipeline.Deployment;

/// <summary>Which layers of a quantized network compute in integers, decided by measurement on this machine.</summary>
/// <param name="Layers">Every quantizable layer, in order.</param>
/// <param name="ChosenMs">Median latency of the choice; null when nothing was measured.</param>
/// <param name="AllIntegerMs">With every layer in integers, same rounds.</param>
/// <param name="AllFloatMs">With every layer in floating point, same rounds.</param>
public sealed record Placement(IReadOnlyList<LayerPlacement> Layers, double? ChosenMs, double? AllIntegerMs, double? AllFloatMs)
{
    /// <summary>The layers that compute in floating point.</summary>
    public IEnumerable<string> Floating => Layers.Where(l => !l.Integer).Select(l => l.Layer);
}
