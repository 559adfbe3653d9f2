using Lathe.Graph;
using Lathe.Onnx;
using Lathe.OnnxRuntime;

namespace Lathe.Pipeline.Deployment;

/// <summary>What ONNX Runtime really runs: the operators of a model after its own optimization.</summary>
public static class OptimizedOperators
{
    private static readonly HashSet<string> s_products = ["Conv", "FusedConv", "Gemm", "FusedGemm", "MatMul", "FusedMatMul"];

    /// <summary>Operators and how often each runs, most frequent first.</summary>
    /// <param name="model">The deployed file's bytes.</param>
    public static IReadOnlyDictionary<string, int> Of(byte[] model)
    {
        string folder = Directory.CreateTempSubdirectory("lathe-optimized").FullName;
        try
        {
            string path = Path.Combine(folder, "model.onnx");
            using (OrtSession.Open(model, new OrtSessionOptions { OptimizedModelPath = path }))
            {
            }

            ModelGraph graph = OnnxModel.Load(path);
            return graph.Nodes.GroupBy(n => n.OpType).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>True for an operator that multiplies integers.</summary>
    public static bool IsInteger(string operatorName) => operatorName.StartsWith("QLinear", StringComparison.Ordinal) || operatorName.EndsWith("Integer", StringComparison.Ordinal) || operatorName is "QGemm" or "DynamicQuantizeMatMul" or "MatMulIntegerToFloat";

    /// <summary>"9 of 10 products in integers (QLinearConv 8, QGemm 1)".</summary>
    public static string Describe(IReadOnlyDictionary<string, int> operators)
    {
        KeyValuePair<string, int>[] integer = [.. operators.Where(o => IsInteger(o.Key) && (o.Key.Contains("Conv", StringComparison.Ordinal) || o.Key.Contains("MatMul", StringComparison.Ordinal) || o.Key.Contains("Gemm", StringComparison.Ordinal)))];
        int products = integer.Sum(o => o.Value), floating = operators.Where(o => s_products.Contains(o.Key)).Sum(o => o.Value);
        string names = products > 0 ? $" ({string.Join(", ", integer.Select(o => $"{o.Key} {o.Value}"))})" : "";
        return $"{products} of {products + floating} products in integers{names}";
    }
}
