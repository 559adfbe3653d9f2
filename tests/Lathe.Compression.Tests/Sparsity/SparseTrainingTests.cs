using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.Evolving;
using Lathe.Compression.Sparsity.Evolving.Rigl;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sparsity;

public class SparseTrainingTests
{
    private static readonly Dictionary<string, Shape> s_shapes = new()
    {
        ["conv1"] = new Shape(16, 3, 3, 3),
        ["conv2"] = new Shape(64, 16, 3, 3),
        ["dense"] = new Shape(10, 64),
    };

    /// <summary>Densities are eps (in + out + kh + kw) / (in out kh kw) where that is at most 1, with one eps for all of them.</summary>
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.98)]
    public void Densities_ErdosRenyiKernel_AreTheFormula(double sparsity)
    {
        IReadOnlyDictionary<string, int> counts = LayerDensities.Of(s_shapes, sparsity, SparseDistribution.ErdosRenyiKernel);

        var factors = new List<double>();
        foreach ((string name, Shape shape) in s_shapes)
        {
            double formula = shape.Dimensions.ToArray().Sum() / (double)shape.Count;
            if (counts[name] < shape.Count)
            {
                factors.Add(counts[name] / (double)shape.Count / formula);
            }
        }

        factors.Count.ShouldBeGreaterThan(1);
        (factors.Max() / factors.Min()).ShouldBe(1, 0.05);
        counts.Values.Sum().ShouldBe((int)Math.Round(s_shapes.Values.Sum(s => s.Count) * (1 - sparsity)));
    }

    [Theory]
    [InlineData(SparseDistribution.Uniform, 0.37)]
    [InlineData(SparseDistribution.ErdosRenyi, 0.5)]
    [InlineData(SparseDistribution.ErdosRenyiKernel, 0.1)]
    public void Densities_AnyDistribution_AddUpExactlyAndFit(SparseDistribution distribution, double sparsity)
    {
        IReadOnlyDictionary<string, int> counts = LayerDensities.Of(s_shapes, sparsity, distribution);

        counts.Values.Sum().ShouldBe((int)Math.Round(s_shapes.Values.Sum(s => s.Count) * (1 - sparsity)));
        counts.ShouldAllBe(c => c.Value >= 1 && c.Value <= s_shapes[c.Key].Count);
    }

    [Fact]
    public void Share_FallsAlongHalfACosine()
    {
        var schedule = new UpdateSchedule(0.3, 10, 200);

        foreach (int step in new[] { 0, 50, 100, 150, 199 })
        {
            schedule.Share(step).ShouldBe(0.15 * (1 + Math.Cos(Math.PI * step / 200)), 1e-12);
        }

        schedule.Share(200).ShouldBe(0);
        Enumerable.Range(0, 400).Where(schedule.Updates).ShouldBe(Enumerable.Range(1, 19).Select(i => i * 10));
    }

    [Fact]
    public void Replace_DropsTheSmallestAndGrowsTheWorthiest()
    {
        float[] values = [5, -0.1f, 3, 0, 0, 0];
        bool[] active = [true, true, true, false, false, false];

        IReadOnlyList<int> grown = Connections.Replace(values, active, 1, [9, 0, 9, 1, 4, 2]);

        active.ShouldBe([true, false, true, false, true, false]);
        values.ShouldBe([5, 0, 3, 0, 0, 0]);
        grown.ShouldBe([4]);
    }

    [Fact]
    public void Replace_WhatGrowsAgainAtOnce_KeepsItsValue()
    {
        float[] values = [5, -0.1f, 0];
        bool[] active = [true, true, false];

        Connections.Replace(values, active, 1, [0, 7, 1]).ShouldBeEmpty();

        values.ShouldBe([5, -0.1f, 0]);
        active.ShouldBe([true, true, false]);
    }

    /// <summary>The sparsity is the same at every step of the training, for every method; and only the static control keeps its connections.</summary>
    [Theory]
    [InlineData("rigl")]
    [InlineData("set")]
    [InlineData("static-sparse")]
    public void Fit_AtEveryStep_IsAsSparseAsAsked(string method)
    {
        ITechnique technique = TechniqueCatalog.Find("sparsify", method)!;
        ModelGraph start = Tiny.Net();
        int total = CompressibleWeights.Of(start).Sum(w => start.Parameters[w].Count), expected = (int)Math.Round(total * 0.2);
        var counter = new Counter(CompressibleWeights.Of(start), expected);
        Trial trial = Tiny.Trial(6);
        TechniqueContext context = trial.Context with { FineTuner = new Watched(trial, counter) };

        ModelGraph sparse = technique.Apply(context, new CompressedModel { Graph = start }, technique.Settings.Bind(new Dictionary<string, string> { ["sparsity"] = "0.8" })).Graph;

        counter.Steps.ShouldBe(6 * trial.StepsPerEpoch);
        counter.Moved.ShouldBe(method != "static-sparse");
        CompressibleWeights.Of(sparse).Sum(w => sparse.Values(w).Count(v => v != 0)).ShouldBeInRange(expected - (expected / 50), expected);
    }

    [Fact]
    public void Rigl_KilledAndResumed_EndsWithTheSameBits()
    {
        using var file = new TemporaryPath();
        ModelGraph start = Tiny.Net();
        var active = CompressibleWeights.Of(start).ToDictionary(w => w, w => Connections.Draw(start.Parameters[w].Count, start.Parameters[w].Count / 4, RandomKey.FromSeed(1).Fold(w)));
        start = WeightPatterns.OfMasks(active.ToDictionary(a => a.Key, a => WeightMask.Of(a.Value))).Apply(start);
        TrainerOptions Options(string? path) => new()
        {
            Epochs = 3,
            Batch = 10,
            Rate = 0.05f,
            CheckpointEvery = 4,
            Checkpoint = path,
            Key = RandomKey.FromSeed(3),
            Callbacks = [new SparseConnections(active.ToDictionary(a => a.Key, a => (bool[])a.Value.Clone()), new UpdateSchedule(0.5, 3, 50), (_, _, g) => Array.ConvertAll(g.ToArray(), Math.Abs), "test")],
        };
        ModelGraph whole = new Trainer(Options(null), TimeProvider.System).Fit(start, Tiny.Data).Graph;
        int steps = 0;

        Should.Throw<InvalidOperationException>(() => new Trainer(Options(file.Path), TimeProvider.System).Fit(start, Tiny.Data, p => _ = p.Finished is null && ++steps == 30 ? throw new InvalidOperationException() : 0));
        ModelGraph resumed = new Trainer(Options(file.Path), TimeProvider.System).Fit(start, Tiny.Data).Graph;

        whole.Parameters.ShouldAllBe(p => resumed.Parameters[p.Key].Bytes.ToArray().SequenceEqual(p.Value.Bytes.ToArray()));
    }

    [Fact]
    public void Rigl_GrowsWhereTheGradientIsLargest()
    {
        var options = new RiglOptions();
        options.Drop.ShouldBe(0.3);
        float[] gradient = [0.1f, -5, 2, 0.3f], values = [1, 0, 0, 0.5f];
        bool[] active = [true, false, false, true];

        Connections.Replace(values, active, 1, Array.ConvertAll(gradient, Math.Abs));

        active.ShouldBe([true, true, false, false]);
    }

    private sealed class Counter(IReadOnlyList<string> weights, int most) : ITrainingCallback
    {
        private bool[]? _first;

        public int Steps { get; private set; }

        public bool Moved { get; private set; }

        public void AfterUpdate(TrainingContext context)
        {
            Steps++;
            bool[] zero = [.. weights.SelectMany(w => context.Value(w).ToArray()).Select(v => v == 0)];
            _first ??= zero;

            // A connection that has just grown is still zero: there may be fewer values than connections, never more.
            zero.Count(z => !z).ShouldBeInRange(most - (most / 3), most);
            Moved |= zero.Zip(_first).Any(z => !z.First && z.Second);
        }
    }

    private sealed class Watched(Trial trial, ITrainingCallback watcher) : IFineTuner
    {
        public int StepsPerEpoch => trial.StepsPerEpoch;

        public int Epochs(FitRequest request) => trial.Epochs(request);

        public ModelGraph Fit(ModelGraph graph, FitRequest request)
        {
            var connections = (SparseConnections)request.Callbacks.Single();
            int count = connections.Count;
            var check = new Check(() => connections.Count.ShouldBe(count));
            return trial.Fit(graph, request with { Callbacks = [connections, watcher, check] });
        }
    }

    private sealed class Check(Action check) : ITrainingCallback
    {
        public void AfterUpdate(TrainingContext context) => check();
    }
}
