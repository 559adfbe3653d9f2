using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Reads of deployed files what tables of reproductions show.</summary>
internal static class DeployedFiles
{
    /// <summary>Output channels of all convolutions and dense layers but the last.</summary>
    public static int Channels(RunResult run, Variant variant)
    {
        ModelGraph graph = Load(run, variant);
        Node[] layers = [.. graph.Nodes.Where(n => n.OpType is "Conv" or "Gemm" && graph.Parameters.ContainsKey(n.Inputs[1]))];
        return layers.SkipLast(1).Sum(n => n.OpType == "Gemm" && n.Attributes.Int("transB", 0) == 0 ? graph.Parameters[n.Inputs[1]].Shape[1] : graph.Parameters[n.Inputs[1]].Shape[0]);
    }

    /// <summary>The network of a variant.</summary>
    public static ModelGraph Load(RunResult run, Variant variant) => OnnxModel.Load(Path.Combine(run.Folder, variant.File));

    /// <summary>The variant of a name; the last one that starts with it.</summary>
    public static Variant Named(this RunResult run, string name) => run.Variants.LastOrDefault(v => v.Name == name) ?? run.Variants.Last(v => v.Name.StartsWith(name, StringComparison.Ordinal));
}
