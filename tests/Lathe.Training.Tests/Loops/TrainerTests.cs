using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Training.Tests.Loops;

public class TrainerTests
{
    private static readonly TrainerOptions s_options = new() { Epochs = 2, Batch = 24, Rate = 0.05f, Key = RandomKey.FromSeed(3) };

    [Fact]
    public void Fit_Blobs_LearnsThem()
    {
        TrainingResult result = Fit(s_options with { Epochs = 8 }, TinyNet.Build());

        result.History.Count.ShouldBe(8);
        result.History[^1].ValidationAccuracy.ShouldBeGreaterThan(0.9);
        result.History[^1].ValidationLoss.ShouldBeLessThan(result.History[0].ValidationLoss);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Fit_InMicroBatches_TakesTheSameSteps(int parts)
    {
        float[] whole = TinyNet.Floats(Fit(s_options, TinyNet.Build(normalised: false, dropout: 0)).Graph);
        float[] inParts = TinyNet.Floats(Fit(s_options with { MicroBatches = parts }, TinyNet.Build(normalised: false, dropout: 0)).Graph);

        whole.Zip(inParts, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(2e-5f);
    }

    [Fact]
    public void Fit_WithAveraging_ReturnsTheAverageOfTheSteps()
    {
        var seen = new Recorder();
        TrainingResult result = Fit(s_options with { Epochs = 1, Averaging = 0.8f, Callbacks = [seen] }, TinyNet.Build());
        float[] expected = TinyNet.Floats(TinyNet.Build());
        for (int t = 1; t <= seen.Steps.Count; t++)
        {
            float fresh = 1 - Math.Min(0.8f, (1f + t) / (10 + t));
            expected = [.. expected.Zip(seen.Steps[t - 1], (a, w) => a + ((w - a) * fresh))];
        }

        TinyNet.Floats(result.Graph).Zip(expected, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThan(1e-5f);
        TinyNet.Floats(result.Graph).ShouldNotBe(seen.Steps[^1]);
    }

    [Fact]
    public void Fit_RestoreBest_ReturnsTheWeightsThatValidatedBest()
    {
        // A rate that ruins the network once the warm-up is over: the best epoch is not the last.
        TrainingResult result = Fit(s_options with { Epochs = 6, Rate = 30, Warmup = 0.9, ClipNorm = 0, RestoreBest = true }, TinyNet.Build());
        using var executor = new GraphExecutor(result.Graph);
        double best = result.History.Max(h => h.ValidationAccuracy);

        result.History[^1].ValidationAccuracy.ShouldBeLessThan(best);
        Evaluator.Accuracy(executor, TinyNet.Data.Validation, 24).ShouldBe(best, 1e-9);
    }

    [Fact]
    public void Fit_NothingImproves_StopsAfterPatience() =>
        Fit(s_options with { Epochs = 20, Rate = 0, Patience = 3 }, TinyNet.Build(normalised: false)).History.Count.ShouldBe(4);

    [Fact]
    public void Fit_CallbackAsksToStop_StopsAfterTheEpoch()
    {
        var stopper = new Stopper();

        Fit(s_options with { Epochs = 20, Callbacks = [stopper] }, TinyNet.Build()).History.Count.ShouldBe(2);
        stopper.Told.ShouldBe("started, epoch 1, epoch 2");
    }

    [Fact]
    public void Fit_HalfPrecisionOverflows_SkipsTheStepAndHalvesTheScale()
    {
        ModelGraph graph = TinyNet.Build();
        TrainingResult result = Fit(s_options with { Products = DType.Float16, LossScaling = new LossScaling(MathF.Pow(2, 30), 1000) }, graph);

        result.History[0].SkippedSteps.ShouldBeGreaterThan(5);
        TinyNet.Floats(result.Graph).ShouldAllBe(v => float.IsFinite(v));
        TinyNet.Floats(Fit(s_options with { Epochs = 1, Batch = 144, Products = DType.Float16, LossScaling = new LossScaling(MathF.Pow(2, 30), 1000) }, graph).Graph.Pick("weight")).ShouldBe(TinyNet.Floats(graph.Pick("weight")));
    }

    [Theory]
    [InlineData(DType.Float16)]
    [InlineData(DType.BFloat16)]
    public void Fit_MixedPrecision_LearnsLikeSingle(DType products) =>
        Fit(s_options with { Epochs = 8, Products = products }, TinyNet.Build()).History[^1].ValidationAccuracy.ShouldBeGreaterThan(0.9);

    [Fact]
    public void Fit_LossExplodes_SaysSo() =>
        Should.Throw<InvalidInputException>(() => Fit(s_options with { Epochs = 5, Rate = 1e20f, Warmup = 0, ClipNorm = 0, Momentum = 0 }, TinyNet.Build(normalised: false))).Message.ShouldContain("Lower the rate");

    [Fact]
    public void Fit_SettingsThatCannotWork_AreNamedTogether()
    {
        InvalidInputException error = Should.Throw<InvalidInputException>(() => Fit(new TrainerOptions { Optimizer = "adagrad", Batch = 0, Rate = float.NaN, Averaging = 1, Augmentation = new Augmentation { Noise = -1 } }, TinyNet.Build()));

        error.Message.ShouldContain("no optimizer 'adagrad' (known are sgd, nesterov");
        error.Message.Count(c => c == ';').ShouldBeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public void Keys_OfOrderAugmentationAndDropout_AreAllDifferent()
    {
        RandomKey key = RandomKey.FromSeed(1);
        var seen = new HashSet<ulong>();
        for (ulong epoch = 0; epoch < 5; epoch++)
        {
            RandomKey own = key.Fold("epoch").Fold(epoch);
            seen.Add(own.Fold("order").Value).ShouldBeTrue();
            for (ulong n = 0; n < 1000; n++)
            {
                seen.Add(own.Fold("augment").Fold(n).Value).ShouldBeTrue();
                seen.Add(own.Fold("mixup").Fold(n).Value).ShouldBeTrue();
                seen.Add(key.Fold("dropout").Fold((epoch * 1000) + n).Value).ShouldBeTrue();
            }
        }
    }

    private static TrainingResult Fit(TrainerOptions options, ModelGraph graph) => new Trainer(options, TimeProvider.System).Fit(graph, TinyNet.Data);

    private sealed class Recorder : ITrainingCallback
    {
        public List<float[]> Steps { get; } = [];

        public void StepEnded(TrainingContext context, TrainingProgress progress) =>
            Steps.Add([.. context.Parameters.All.OrderBy(p => p.Key, StringComparer.Ordinal).Where(p => p.Value.DType == DType.Float32).SelectMany(p => p.Value.ToArray<float>())]);
    }

    private sealed class Stopper : ITrainingCallback
    {
        public string Told { get; private set; } = "";

        public void Started(TrainingContext context) => Told = "started";

        public void EpochEnded(TrainingContext context, EpochResult result)
        {
            Told += $", epoch {result.Epoch}";
            if (context.History.Count == 2)
            {
                context.RequestStop();
            }
        }
    }
}
