using Lathe.Compression.Techniques;

namespace Lathe.Compression.Bundles.Compress;

/// <summary>How the bundle is written.</summary>
public sealed record BundleOptions
{
    /// <summary>Its file name.</summary>
    [Setting("The name of the file, without folders; the network's own when absent.")]
    public string? File { get; init; }
}
