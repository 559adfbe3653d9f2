using System.Reflection;
using System.Runtime.CompilerServices;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;
using Lathe.Training.Metrics;
using Lathe.Training.Optimizers;
using Lathe.Training.Schedules;

namespace Lathe.Training.Tests;

/// <summary>docs/training.md names everything there is, and its example runs.</summary>
public class DocumentationTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Folder(), "..", "..", "docs", "training.md"));

    [Fact]
    public void Page_NamesEveryOptimizerScheduleSetAndFormat()
    {
        string[] names = [.. OptimizerCatalog.Names, .. ScheduleCatalog.Names, .. DatasetCatalog.Names.Select(n => $"`{n}`"), .. DataPath.Formats.Select(f => $"`{f}:")];

        names.Where(n => !s_page.Contains(n, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Page_NamesEveryOption()
    {
        string[] known = ["Momentum", "LossScaling", "Run", "CheckNumerics", "Key"];
        IEnumerable<string> options = typeof(TrainerOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Except(known);

        options.Where(o => !s_page.Contains($"`{o}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Example_OfThePage_Runs()
    {
        using var folder = new TemporaryFolder();
        string table = folder.Write("iris.csv", "a,b,species\n" + string.Join('\n', Enumerable.Range(0, 90).Select(i => $"{i % 3}.{i % 7},{2 - (i % 3)}.{i % 5},{"xyz"[i % 3]}")));
        ModelGraph graph = TinyNet.Dense(2, 3);

        Dataset data = DatasetCatalog.Open($"csv:{table}?label=species", RandomKey.FromSeed(1));
        var options = new TrainerOptions
        {
            Epochs = 20,
            Optimizer = "adamw",
            Rate = 0.003f,
            Schedule = ScheduleCatalog.Create("one-cycle", 0.003f),
            Averaging = 0.99f,
            Checkpoint = folder.File("iris.checkpoint"),
        };
        TrainingResult result = new Trainer(options, TimeProvider.System).Fit(graph, data);
        using var executor = new GraphExecutor(result.Graph);
        ClassificationMetrics metrics = Evaluator.Classify(executor, data.Test);

        metrics.Count.ShouldBe(data.Test.Count);
        File.Exists(options.Checkpoint).ShouldBeTrue();
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
