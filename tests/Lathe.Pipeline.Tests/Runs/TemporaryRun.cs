using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

/// <summary>A run folder that is removed afterwards; runs are skipped where ONNX Runtime is missing.</summary>
internal sealed class TemporaryRun : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lathe-run").FullName;

    public SilentObserver Observer { get; } = new();

    public RunFolder Folder(string name = "run") => new(Path.Combine(_root, name));

    public RunResult Run(string recipe, string name = "run", bool quick = false)
    {
        try
        {
            return new RecipeRunner(TimeProvider.System, Observer).Run(RecipeReader.Parse(recipe, "test.yaml"), Folder(name), quick);
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
