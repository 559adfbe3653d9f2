namespace Lathe.Compression.Bundles.Tensors;

/// <summary>How a list of elements is coded.</summary>
internal enum ValueKind : byte
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>The distinct ones, and for each element which one it is.</summary>
    Codebook,

    /// <summary>First bytes together, second bytes together, each as symbols: exponents repeat, mantissas do not.</summary>
    Planes,
}
