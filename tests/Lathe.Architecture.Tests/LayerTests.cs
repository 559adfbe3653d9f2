using System.Reflection;

namespace Lathe.Architecture.Tests;

public class LayerTests
{
    // Which of our own assemblies each one may reference; arrows point down only.
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Lathe.Tensors"] = [],
        ["Lathe.Tensors.OneDnn"] = ["Lathe.Tensors"],
        ["Lathe.Graph"] = ["Lathe.Tensors"],
        ["Lathe.OnnxRuntime"] = ["Lathe.Tensors"],
        ["Lathe.Onnx"] = ["Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Training"] = ["Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Models"] = ["Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Hardware"] = ["Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Compression"] = ["Lathe.Training", "Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Runtime"] = ["Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Micro"] = ["Lathe.Runtime", "Lathe.Hardware", "Lathe.Graph", "Lathe.Tensors"],
        ["Lathe.Pipeline"] = ["Lathe.Compression", "Lathe.Micro", "Lathe.Runtime", "Lathe.Training", "Lathe.Hardware", "Lathe.Models", "Lathe.Onnx", "Lathe.OnnxRuntime", "Lathe.Graph", "Lathe.Tensors", "Lathe.Tensors.OneDnn"],
        ["Lathe.Agent"] = ["Lathe.Pipeline", "Lathe.Hardware", "Lathe.Tensors"],
    };

    public static TheoryData<string> Assemblies => [.. s_allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_References_PointDownOnly(string name)
    {
        Assembly assembly = Assembly.Load(name);

        string[] ours = [.. assembly.GetReferencedAssemblies().Select(r => r.Name!).Where(r => r.StartsWith("Lathe", StringComparison.Ordinal))];

        ours.Except(s_allowed[name]).ShouldBeEmpty();
    }
}
