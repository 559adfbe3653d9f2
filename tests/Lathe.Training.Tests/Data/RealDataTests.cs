using System.Collections.Concurrent;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Training.Tests.Data;

/// <summary>Every loader on real files; skipped where they are not.</summary>
public class RealDataTests
{
    private static readonly ConcurrentDictionary<string, Dataset> s_open = new();

    [SkippableTheory]
    [InlineData("fashion-mnist", 60000, 10000, 10, "[1, 28, 28]")]
    [InlineData("mnist", 60000, 10000, 10, "[1, 28, 28]")]
    [InlineData("cifar10-jpeg", 25000, 5000, 10, "[3, 32, 32]")]
    [InlineData("covertype", 8064, 2016, 7, "[54]")]
    [InlineData("digits", 1442, 355, 10, "[64]")]
    [InlineData("wine", 144, 34, 3, "[13]")]
    [InlineData("breast-cancer", 456, 113, 2, "[30]")]
    [InlineData("ucr-basicmotions", 40, 40, 4, "[6, 100]")]
    [InlineData("ucr-gunpoint", 50, 150, 2, "[1, 150]")]
    [InlineData("ucr-italypowerdemand", 67, 1029, 2, "[1, 24]")]
    [InlineData("ucr-japanesevowels", 270, 370, 9, "[12, 26]")]
    [InlineData("ucr-osuleaf", 200, 242, 6, "[1, 427]")]
    [InlineData("fsdd", 1800, 200, 10, "[1, 49, 10]")]
    [InlineData("ptb", 26559, 2107, 10000, "[35]")]
    [InlineData("reuters-r8", 5485, 2189, 8, "[128]")]
    [InlineData("sst2", 6920, 872, 2, "[48]")]
    public void Open_Known_HasItsPublishedSizes(string name, int train, int test, int classes, string shape)
    {
        Dataset data = Open(name);

        (data.Train.Count + data.Validation.Count).ShouldBe(train);
        data.Test.Count.ShouldBe(test);
        data.SampleShape.ToString().ShouldBe(shape);
        data.Validation.Count.ShouldBeInRange((train / 10) - classes - 1, (train / 10) + classes);
        data.Classes.ShouldBeInRange(classes, classes + 3);
    }

    [SkippableTheory]
    [InlineData("wine", 0.9)]
    [InlineData("breast-cancer", 0.92)]
    [InlineData("digits", 0.93)]
    public void Fit_Tables_ReachesWhatSimpleNetworksDo(string name, double accuracy)
    {
        Dataset data = Open(name);
        ModelGraph graph = Fit(data, TinyNet.Dense(data.SampleShape.Count, data.Classes), 20);

        Accuracy(graph, data).ShouldBeGreaterThan(accuracy);
    }

    [SkippableFact]
    public void Fit_SpokenDigits_HearsThem()
    {
        Dataset data = Open("fsdd");
        var b = new Models.GraphBuilder("digits", RandomKey.FromSeed(5));
        string x = b.Relu(b.Linear(b.Flatten(b.Input("input", DType.Float32, 1, 49, 10), 490), 48));
        ModelGraph graph = Fit(data, b.Build(b.Linear(x, 10), "logits", "N", 10), 6, new Augmentation { Shift = 3, Noise = 0.1f });

        Accuracy(graph, data).ShouldBeGreaterThan(0.75);
    }

    private static ModelGraph Fit(Dataset data, ModelGraph graph, int epochs, Augmentation? changes = null) =>
        new Trainer(new TrainerOptions { Epochs = epochs, Batch = 32, Rate = 0.05f, Augmentation = changes, Key = RandomKey.FromSeed(2) }, TimeProvider.System).Fit(graph, data).Graph;

    private static double Accuracy(ModelGraph graph, Dataset data)
    {
        using var executor = new Graph.Execution.GraphExecutor(graph);
        return Evaluator.Accuracy(executor, data.Test);
    }

    private static Dataset Open(string name)
    {
        try
        {
            return s_open.GetOrAdd(name, n => DatasetCatalog.Open(n, RandomKey.FromSeed(1)));
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }
}
