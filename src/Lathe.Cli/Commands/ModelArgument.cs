using Lathe.Graph;
using Lathe.Models;
using Lathe.Onnx;

namespace Lathe.Cli.Commands;

/// <summary>A model given on the command line: a zoo name or a file.</summary>
internal static class ModelArgument
{
    public static ModelGraph Load(string text) => ModelZoo.Knows(text) ? ModelZoo.Create(text) : OnnxModel.Load(text);
}
