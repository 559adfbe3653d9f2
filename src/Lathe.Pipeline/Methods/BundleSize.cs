using Lathe.Compression.Bundles;
using Lathe.Pipeline.Reproductions;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Methods;

/// <summary>What a network takes as a coded bundle.</summary>
internal static class BundleSize
{
    /// <summary>The bytes: of the bundle itself where the variant is one, else of the one it would make.</summary>
    public static long Of(RunResult run, Variant variant) => variant.File.EndsWith(".lathe", StringComparison.Ordinal) ? variant.FileBytes : Bundle.ToBytes(DeployedFiles.Load(run, variant)).Length;
}
