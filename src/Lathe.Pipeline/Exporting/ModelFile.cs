using Lathe.Compression.Bundles;
using Lathe.Graph;
using Lathe.Onnx;

namespace Lathe.Pipeline.Exporting;

/// <summary>Loads a network from a file of either kind: a bundle is known by its first bytes, everything else is taken for ONNX.</summary>
public static class ModelFile
{
    /// <summary>True when a file is a bundle.</summary>
    public static bool IsBundle(string path) => BundleReader.Is(path);

    /// <summary>Loads a network.</summary>
    /// <exception cref="InvalidInputException">The file is missing, damaged or too large.</exception>
    public static ModelGraph Load(string path) => IsBundle(path) ? Bundle.Load(path) : OnnxModel.Load(path);
}
