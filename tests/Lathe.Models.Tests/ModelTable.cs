using System.Globalization;
using System.Text;
using Lathe.Graph;
using Lathe.Graph.Readings;

namespace Lathe.Models.Tests;

/// <summary>The table of docs/models.md, made from the zoo itself.</summary>
internal static class ModelTable
{
    public const string Begin = "<!-- table: made from the zoo -->", End = "<!-- end of table -->";

    public static string Markdown()
    {
        var text = new StringBuilder("| Name | Input | Output | Learned parameters | Folded, with biases | MACs |\n|---|---|---|---:|---:|---:|\n");
        foreach (string name in ModelZoo.Names)
        {
            ModelGraph graph = ModelZoo.Create(name);
            long macs = (long)GraphCost.Of(graph).Total.Macs;
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {Describe(graph.Inputs[0])} | {Describe(graph.Outputs[0])} | {ModelSize.LearnedParameterCount(graph):N0} | {ModelSize.FoldedParameterCount(graph):N0} | {macs:N0} |\n");
        }

        return text.ToString();
    }

    /// <summary>The documentation file, found upwards from the test's own folder.</summary>
    public static string File()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "Lathe.slnx")))
            {
                return Path.Combine(folder.FullName, "docs", "models.md");
            }
        }

        throw new FileNotFoundException("Lathe.slnx is in no folder above the tests.");
    }

    private static string Describe(ValueInfo value) => $"{value.Name} [{string.Join(", ", value.Shape!.Value)}]{(value.Type == Tensors.DType.Int64 ? " i64" : "")}";
}
