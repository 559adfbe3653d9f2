namespace Lathe.Compression.Factorization.Layers;

/// <summary>What a technique makes of a layer: a factoring, a reason why it cannot, or nothing, when the layer is not of its kind.</summary>
/// <param name="Factoring">The factoring.</param>
/// <param name="Reason">The reason, as the end of a sentence.</param>
public readonly record struct Preparation(LayerFactoring? Factoring, string? Reason = null)
{
    /// <summary>A factoring is one that works.</summary>
    public static implicit operator Preparation(LayerFactoring factoring) => new(factoring);

    /// <summary>A layer of the right kind that cannot be treated.</summary>
    public static Preparation Impossible(string reason) => new(null, reason);
}
