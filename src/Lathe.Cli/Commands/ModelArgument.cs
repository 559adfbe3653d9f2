using Lathe.Graph;
using Lathe.Graph.Ops;
using Lathe.Models;
using Lathe.Pipeline.Exporting;

namespace Lathe.Cli.Commands;

/// <summary>A model given on the command line: a zoo name, with settings or without, or a file.</summary>
internal static class ModelArgument
{
    public static ModelGraph Load(string text) => ModelName.IsZoo(text) ? ModelName.Create(text) : ModelFile.Load(text);

    /// <summary>Loads a model all of whose operators are known; else the error names every other one.</summary>
    public static ModelGraph LoadSupported(string text)
    {
        ModelGraph graph = Load(text);
        IReadOnlyList<Node> unsupported = OpRegistry.Unsupported(graph);
        return unsupported.Count == 0 ? graph : throw new UnsupportedOperatorException(graph.ImportedOpset, [.. unsupported.Select(n => n.Describe())]);
    }
}
