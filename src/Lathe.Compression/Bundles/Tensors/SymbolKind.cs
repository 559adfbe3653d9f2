namespace Lathe.Compression.Bundles.Tensors;

/// <summary>How a list of symbols is coded.</summary>
internal enum SymbolKind : byte
{
    /// <summary>As many bits each as the alphabet needs.</summary>
    Plain,

    /// <summary>Canonical Huffman.</summary>
    Huffman,

    /// <summary>rANS with stored frequencies.</summary>
    Rans,

    /// <summary>Bit by bit with learned probabilities.</summary>
    Adaptive,
}
