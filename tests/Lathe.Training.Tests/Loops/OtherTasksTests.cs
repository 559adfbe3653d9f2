using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Tables;
using Lathe.Training.Data.Text;
using Lathe.Training.Loops;
using Lathe.Training.Metrics;

namespace Lathe.Training.Tests.Loops;

/// <summary>Tasks that are not classes of images: the same trainer takes them.</summary>
public class OtherTasksTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(4);

    [Fact]
    public void Fit_RealTargets_FindsTheLine()
    {
        using var folder = new TemporaryFolder();
        string rows = string.Join('\n', Enumerable.Range(0, 300).Select(i => $"{s_key.Normal((ulong)(2 * i))},{s_key.Normal((ulong)((2 * i) + 1))},{(2 * s_key.Normal((ulong)(2 * i))) - s_key.Normal((ulong)((2 * i) + 1)) + 5}"));
        Dataset data = CsvFile.Open(folder.Write("line.csv", rows), s_key, new CsvOptions { Regression = true });
        TrainingResult result = new Trainer(new TrainerOptions { Epochs = 15, Batch = 16, Rate = 0.05f, WeightDecay = 0, Key = s_key }, TimeProvider.System).Fit(TinyNet.Dense(2, 1, hidden: 0), data);
        using var executor = new GraphExecutor(result.Graph);
        RegressionMetrics metrics = Evaluator.Regress(executor, data.Test);

        metrics.MeanSquaredError.ShouldBeLessThan(1e-3);
        metrics.MeanAbsoluteError.ShouldBeLessThan(0.03);
        result.History[^1].Score.ShouldBe(-result.History[^1].ValidationLoss);
    }

    [Fact]
    public void Fit_Text_PredictsTheNextWord()
    {
        using var folder = new TemporaryFolder();
        string line = "one two three four five six seven\n", text = folder.Write("train.txt", string.Concat(Enumerable.Repeat(line, 120))), test = folder.Write("test.txt", string.Concat(Enumerable.Repeat(line, 10)));
        Dataset data = TextCorpus.Open(text, test, s_key, new TextOptions { Length = 6 });
        var b = new GraphBuilder("next-word", s_key);
        string x = b.Reshape(b.Embedding(b.Tokens("input", 6), data.Classes, 12, 0.5), 12, -1, 12);
        ModelGraph graph = b.Build(b.Reshape(b.Linear(x, data.Classes), data.Classes, -1, 6, data.Classes), "logits", "N", 6, data.Classes);
        TrainingResult result = new Trainer(new TrainerOptions { Epochs = 12, Batch = 16, Rate = 0.02f, Optimizer = "adam", WeightDecay = 0, MicroBatches = 2, Key = s_key }, TimeProvider.System).Fit(graph, data);
        using var executor = new GraphExecutor(result.Graph);
        ClassificationMetrics metrics = Evaluator.Classify(executor, data.Test);

        metrics.Accuracy.ShouldBe(1);
        metrics.Perplexity.ShouldBeLessThan(1.3);
        metrics.Count.ShouldBe(data.Test.Count * 6);
    }

    [Fact]
    public void Fit_Series_TellsWavesApart()
    {
        using var folder = new TemporaryFolder();
        string Cases(int count, int seed) => "@data\n" + string.Join('\n', Enumerable.Range(0, count).Select(i => string.Join(',', Enumerable.Range(0, 32).Select(t => Math.Sin(((i % 2) + 1) * 0.4 * (t + (7 * i))) + (0.2 * RandomKey.FromSeed(seed + i).Normal((ulong)t)))) + (i % 2 == 0 ? ":slow" : ":fast")));
        string train = folder.Write("W_TRAIN.ts", Cases(160, 0));
        folder.Write("W_TEST.ts", Cases(60, 1000));
        Dataset data = DatasetCatalog.Open("ts:" + train, s_key);
        var b = new GraphBuilder("waves", s_key);
        string x = b.Reshape(b.Input("input", DType.Float32, 1, 32), 1, -1, 1, 1, 32);
        x = b.Relu(b.Conv(x, 8, (1, 9), (1, 1), (0, 4, 0, 4), bias: true));
        ModelGraph graph = b.Build(b.Linear(b.GlobalMaxPool(x), 2), "logits", "N", 2);
        var options = new TrainerOptions { Epochs = 10, Batch = 16, Rate = 0.05f, Key = s_key, Augmentation = new Augmentation { Shift = 4, Noise = 0.1f, Mixup = 0.2 } };
        using var executor = new GraphExecutor(new Trainer(options, TimeProvider.System).Fit(graph, data).Graph);

        Evaluator.Accuracy(executor, data.Test).ShouldBeGreaterThan(0.95);
    }
}
