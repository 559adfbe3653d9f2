using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity;
using Lathe.Compression.Sparsity.Movement;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Samples;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sparsity;

public class MovementTests
{
    /// <summary>
    /// y = 2 x0. The weight of x0 starts smallest and moves away from zero, the others start larger and move towards it: movement keeps the
    /// first where magnitude would prune it.
    /// </summary>
    [Fact]
    public void Fit_WeightsThatMoveTowardsZero_ArePrunedThoughTheyAreLarger()
    {
        ModelGraph graph = Regression([0.3f, 0.6f, -0.6f, 0.6f]);
        var pruning = new MovementPruning(graph, ["head.weight"], new OneShotSchedule(0.75, 4), SparsityScope.Global);
        var magnitudes = new List<float[]>();
        var watch = new Watch(context => magnitudes.Add([.. context.Value("head.weight").ToArray().Select(Math.Abs)]));

        Fit(graph, pruning, watch);

        pruning.Masks["head.weight"].Zeros.ToArray().ShouldBe([1, 2, 3]);
        magnitudes[3].Min().ShouldBe(magnitudes[3][0]);
    }

    [Fact]
    public void Parameter_UnderTheMask_PassesTheWholeGradient()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor weight = Tensor.From<float>([1, 2, 3], new Shape(3));
        weight.RequiresGradient = true;
        using var tape = Lathe.Tensors.Autograd.GradientTape.Begin();

        Tensor masked = StraightThroughMask.Apply(weight, [true, false, true]);
        tape.Backward(Functions.Sum(Functions.Affine(masked, 5, 0), []));

        masked.ToArray<float>().ShouldBe([1, 0, 3]);
        weight.Gradient!.ToArray<float>().ShouldBe([5, 5, 5]);
    }

    [Fact]
    public void Gather_IsTheSumOfRateGradientAndWeight()
    {
        float[] scores = [1, float.NegativeInfinity];

        MovementPruning.Gather(scores, [2, 2], [3, 3], 0.1f);

        scores[0].ShouldBe(1 - 0.6f, 1e-6f);
        scores[1].ShouldBe(float.NegativeInfinity);
    }

    [Fact]
    public void State_SavedAndLoaded_IsWhole()
    {
        ModelGraph graph = Regression([0.3f, 0.6f, 0, 0.6f]);
        var schedule = new OneShotSchedule(0.5, 2);
        var first = new MovementPruning(graph, ["head.weight"], schedule, SparsityScope.Global);
        Fit(graph, first);
        var second = new MovementPruning(graph, ["head.weight"], schedule, SparsityScope.Global);

        second.LoadState(first.SaveState());

        second.Scores["head.weight"].ShouldBe(first.Scores["head.weight"]);
        second.Masks["head.weight"].Zeros.ToArray().ShouldBe(first.Masks["head.weight"].Zeros.ToArray());
        first.Masks["head.weight"].Kept()[2].ShouldBeFalse();
    }

    [Theory]
    [InlineData(SparsityScheduleKind.OneShot)]
    [InlineData(SparsityScheduleKind.Iterative)]
    [InlineData(SparsityScheduleKind.Cubic)]
    [InlineData(SparsityScheduleKind.Exponential)]
    public void Apply_AnySchedule_EndsExactlySparse(SparsityScheduleKind schedule)
    {
        ModelGraph sparse = Tiny.Trial(2).Run(new MovementSparsifier(), Tiny.Net(), new MovementOptions { Sparsity = 0.7, Schedule = schedule, Rounds = 2 }).Graph;

        WeightMask[] masks = [.. CompressibleWeights.Of(sparse).Select(w => WeightMask.Of(sparse.Values(w)))];
        masks.Sum(m => m.Pruned).ShouldBe((int)Math.Round(masks.Sum(m => m.Count) * 0.7));
    }

    private static void Fit(ModelGraph graph, MovementPruning pruning, params ITrainingCallback[] others)
    {
        var options = new TrainerOptions { Epochs = 2, Batch = 16, Rate = 0.01f, Momentum = 0, WeightDecay = 0, Warmup = 0, Callbacks = [pruning, .. others], Run = new RunOptions { Parameter = pruning.Parameter } };
        new Trainer(options, TimeProvider.System).Fit(graph, Data());
    }

    private static ModelGraph Regression(float[] weights)
    {
        var b = new GraphBuilder("regression", RandomKey.FromSeed(1));
        return b.Build(b.Linear(b.Input("input", DType.Float32, 4), 1, "head"), "y", "N", 1).With("head.weight", weights);
    }

    private static Dataset Data()
    {
        var split = new DataSplit(new Line(), [.. Enumerable.Range(0, 160)]);
        return new Dataset { Name = "line", Classes = 0, Train = split, Validation = split, Test = split };
    }

    private sealed class Line : SampleSource
    {
        public override int Count => 160;

        public override Shape Shape => new(4);

        public override int Classes => 0;

        public override int LabelsEach => 0;

        public override int TargetsEach => 1;

        public override void Read(int index, Span<float> sample) => RandomKey.FromSeed(index).FillNormal(sample);

        public override void ReadLabels(int index, Span<int> labels)
        {
        }

        public override void ReadTargets(int index, Span<float> targets)
        {
            float[] x = new float[4];
            Read(index, x);
            targets[0] = 2 * x[0];
        }
    }

    private sealed class Watch(Action<TrainingContext> after) : ITrainingCallback
    {
        public void AfterUpdate(TrainingContext context) => after(context);
    }
}
