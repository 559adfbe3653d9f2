namespace Lathe.Compression.Bundles.Tensors;

/// <summary>How a tensor is coded.</summary>
public enum TensorKind : byte
{
    /// <summary>All elements.</summary>
    Dense,

    /// <summary>The places of non-zero elements, and those.</summary>
    Sparse,

    /// <summary>Bucket values and the seed of the hash that says which element has which.</summary>
    Hashed,

    /// <summary>A codebook for every row or column, and which of its entries each element is.</summary>
    LineCodebooks,
}
