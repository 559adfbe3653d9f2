using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity;
using Lathe.Compression.Sparsity.Activation;
using Lathe.Compression.Sparsity.Criteria;
using Lathe.Compression.Sparsity.Fisher;
using Lathe.Compression.Sparsity.Gradient;
using Lathe.Compression.Sparsity.Magnitude;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Compression.Sparsity.Random;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Sparsity.Taylor;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sparsity;

public class SparsifierTests
{
    private static readonly ScoreSource s_source = new(Tiny.Data.Train, 64, RandomKey.FromSeed(9));

    public static TheoryData<SparsityScheduleKind, SparsityScope> Schedules => new()
    {
        { SparsityScheduleKind.OneShot, SparsityScope.Global },
        { SparsityScheduleKind.Iterative, SparsityScope.PerLayer },
        { SparsityScheduleKind.Cubic, SparsityScope.Global },
        { SparsityScheduleKind.Cubic, SparsityScope.PerLayer },
        { SparsityScheduleKind.Exponential, SparsityScope.Global },
    };

    public static TheoryData<string> Criteria => ["magnitude", "gradient", "taylor", "fisher", "activation", "random", "movement"];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Apply_AnySchedule_EndsExactlySparse(SparsityScheduleKind schedule, SparsityScope scope)
    {
        var trial = Tiny.Trial(2);
        ModelGraph start = Tiny.Net();

        ModelGraph sparse = trial.Run(new MagnitudeSparsifier(), start, new MagnitudeOptions { Sparsity = 0.7, Schedule = schedule, Scope = scope, Rounds = 2 }).Graph;

        Exact(sparse, 0.7, scope);
        sparse.Parameters["stem.weight"].ToFloats().Where(v => v != 0).ShouldNotBe(start.Parameters["stem.weight"].ToFloats().Where(v => v != 0));
    }

    [Theory]
    [MemberData(nameof(Criteria))]
    public void Apply_AnyCriterion_EndsExactlySparseAndTheMaskSurvivesTraining(string method)
    {
        ITechnique technique = TechniqueCatalog.Find("sparsify", method)!;
        var trial = Tiny.Trial(1);
        ModelGraph start = Tiny.Net();

        ModelGraph sparse = technique.Apply(trial.Context, new CompressedModel { Graph = start }, technique.Settings.Bind(new Dictionary<string, string> { ["sparsity"] = "0.61" })).Graph;
        ModelGraph later = trial.Fit(sparse, new FitRequest("later", 1, 0.05f));

        Exact(sparse, 0.61, SparsityScope.Global);
        WeightPatterns.Read(sparse).BrokenBy(later).ShouldBeEmpty();
        later.Parameters["head.weight"].ToFloats().ShouldNotBe(sparse.Parameters["head.weight"].ToFloats());
    }

    [Fact]
    public void Gradual_KilledAndResumed_EndsWithTheSameBits()
    {
        using var folder = new TemporaryPath();
        TrainerOptions Options(ITrainingCallback pruning) => new() { Epochs = 2, Batch = 10, Rate = 0.02f, CheckpointEvery = 3, Key = RandomKey.FromSeed(3), Callbacks = [pruning] };
        ModelGraph start = Tiny.Net();
        ModelGraph whole = new Trainer(Options(Gradual(start)), TimeProvider.System).Fit(start, Tiny.Data).Graph;
        int steps = 0;

        TrainerOptions kept = Options(Gradual(start)) with { Checkpoint = folder.Path };
        Should.Throw<InvalidOperationException>(() => new Trainer(kept, TimeProvider.System).Fit(start, Tiny.Data, p => _ = p.Finished is null && ++steps == 17 ? throw new InvalidOperationException() : 0));
        ModelGraph resumed = new Trainer(Options(Gradual(start)) with { Checkpoint = folder.Path }, TimeProvider.System).Fit(start, Tiny.Data).Graph;

        foreach ((string name, TensorData data) in whole.Parameters)
        {
            resumed.Parameters[name].Bytes.Span.SequenceEqual(data.Bytes.Span).ShouldBeTrue(name);
        }

        Exact(whole, 0.8, SparsityScope.Global);
    }

    [Fact]
    public void Apply_AfterSharing_KeepsTheSharedValues()
    {
        ModelGraph start = Tiny.Net();
        float[] values = [.. start.Parameters["head.weight"].ToFloats().Select(v => MathF.Round(v * 3) / 3)];
        start = start.With("head.weight", values);
        int before = values.Where(v => v != 0).Distinct().Count();

        foreach (SparsityScheduleKind schedule in new[] { SparsityScheduleKind.OneShot, SparsityScheduleKind.Cubic })
        {
            ModelGraph sparse = Tiny.Trial(1).Run(new MagnitudeSparsifier(), start, new MagnitudeOptions { Sparsity = 0.6, Schedule = schedule }).Graph;
            sparse.Parameters["head.weight"].ToFloats().Where(v => v != 0).Distinct().Count().ShouldBeLessThanOrEqualTo(before);
        }
    }

    /// <summary>With the L1 penalty more weights end near zero than without.</summary>
    [Fact]
    public void L1_Training_MakesWeightsSmall()
    {
        ModelGraph start = Tiny.Net();
        IReadOnlyList<string> weights = CompressibleWeights.Of(start);
        ModelGraph plain = Tiny.Trial().Fit(start, new FitRequest("a", 3, 0.05f)), pulled = Tiny.Trial().Fit(start, new FitRequest("a", 3, 0.05f) { Callbacks = [new L1Regularizer(weights, 1e-2f)] });

        int Small(ModelGraph graph) => weights.Sum(w => graph.Parameters[w].ToFloats().Count(v => Math.Abs(v) < 0.01f));
        Small(pulled).ShouldBeGreaterThan(2 * Small(plain));
    }

    /// <summary>The scores against their formulas, from gradients taken here.</summary>
    [Fact]
    public void Scores_OfGradientCriteria_AreTheirFormulas()
    {
        ModelGraph graph = Tiny.Net();
        IReadOnlyList<string> names = ["head.weight"];
        var one = new ScoreSource(Tiny.Data.Train, 32, RandomKey.FromSeed(9));
        float[] w = graph.Parameters["head.weight"].ToFloats();

        float[] g = new GradientCriterion().Score(graph, names, one)["head.weight"];
        float[] taylor = new TaylorCriterion().Score(graph, names, one)["head.weight"];
        float[] fisher = new FisherCriterion().Score(graph, names, one)["head.weight"];

        for (int i = 0; i < w.Length; i++)
        {
            taylor[i].ShouldBe(w[i] * w[i] * g[i] * g[i], 1e-9 + (Math.Abs(taylor[i]) * 1e-3));
        }

        // Of one sample at a time: the mean square is at least the square of the mean.
        fisher.Zip(taylor).ShouldAllBe(p => p.First >= (0.5f * p.Second) - 1e-9f);
    }

    /// <summary>The prediction of the criterion is what the loss does: removing what Taylor and Fisher rank last costs less than removing what they rank first.</summary>
    [Theory]
    [InlineData("taylor")]
    [InlineData("fisher")]
    [InlineData("magnitude")]
    public void Criterion_OnATrainedNetwork_BeatsTheRandomControl(string method)
    {
        ModelGraph trained = Tiny.Trial().Train(Tiny.Net(), 4);
        double Loss(string criterion)
        {
            ITechnique technique = TechniqueCatalog.Find("sparsify", criterion)!;
            ModelGraph sparse = technique.Apply(Tiny.Trial(0).Context, new CompressedModel { Graph = trained }, technique.Settings.Bind(new Dictionary<string, string> { ["sparsity"] = "0.5" })).Graph;
            using var executor = new GraphExecutor(sparse);
            return Evaluator.Validate(executor, Tiny.Data.Validation).Loss;
        }

        Loss(method).ShouldBeLessThan(Loss("random") * 0.8);
    }

    [Fact]
    public void Activation_OfAUnitThatIsNeverOn_IsPrunedFirst()
    {
        ModelGraph graph = Tiny.Dense(13, 6);
        float[] bias = new float[6];
        bias[2] = -1000;
        graph = graph.With("fc.bias", bias);

        float[] scores = new ActivationCriterion().Score(graph, ["fc.weight", "head.weight"], s_source)["fc.weight"];

        ActiveShare.Read(graph, ["fc.weight", "head.weight"], s_source).Keys.ShouldBe(["fc.weight"]);
        scores.AsSpan(2 * 64, 64).ToArray().ShouldAllBe(s => s == 0);
        scores.Count(s => s == 0).ShouldBe(64);
    }

    [Fact]
    public void Spare_Layers_StayDense()
    {
        ModelGraph sparse = Tiny.Trial(0).Run(new RandomSparsifier(), Tiny.Net(), new RandomOptions { Spare = ["stem", "head"] }).Graph;

        WeightMask.Of(sparse.Parameters["stem.weight"].AsSpan<float>()).Pruned.ShouldBe(0);
        Should.Throw<InvalidInputException>(() => Tiny.Trial(0).Run(new RandomSparsifier(), Tiny.Net(), new RandomOptions { Spare = ["nothing"] })).Message.ShouldContain("'nothing'");
    }

    private static GradualPruning Gradual(ModelGraph start) => new(
        start,
        new CubicSchedule { Final = 0.8, Begin = 2, Every = 2, Count = 10 },
        (now, sparsity) => WeightPatterns.OfMasks(MaskSelection.Choose(WeightScoring.Score(now, CompressibleWeights.Of(now), new MagnitudeCriterion(), s_source), sparsity, SparsityScope.Global)).Apply(now),
        "test");

    private static void Exact(ModelGraph graph, double sparsity, SparsityScope scope)
    {
        WeightMask[] masks = [.. CompressibleWeights.Of(graph).Select(w => WeightMask.Of(graph.Parameters[w].AsSpan<float>()))];
        int total = masks.Sum(m => m.Count), zeros = masks.Sum(m => m.Pruned);
        if (scope == SparsityScope.Global)
        {
            ((double)zeros).ShouldBe(total * sparsity, 1);
        }
        else
        {
            masks.ShouldAllBe(m => Math.Abs(m.Pruned - (m.Count * sparsity)) <= 1);
        }
    }
}
