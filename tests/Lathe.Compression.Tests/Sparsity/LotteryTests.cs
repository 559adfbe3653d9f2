using Lathe.Compression.Patterns;
using Lathe.Compression.Pruning.Rethinking;
using Lathe.Compression.Sparsity.LotteryTickets;
using Lathe.Compression.Techniques;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Tests.Sparsity;

public class LotteryTests
{
    /// <summary>Each round starts from the first weights, to the bit, with what is left of them; so do the ticket and, from other weights, the control.</summary>
    [Fact]
    public void Apply_EveryTraining_StartsFromTheFirstWeightsUnderTheMask()
    {
        ModelGraph first = Tiny.Dense(3, 20);
        var recorder = new Recorder(Tiny.Trial(1));

        ModelGraph winner = new LotterySparsifier().Apply(recorder.Context, new CompressedModel { Graph = first }, new LotteryOptions { Sparsity = 0.8, Rounds = 3, Fresh = false }).Graph;

        recorder.Starts.Select(s => s.Name).ShouldBe(["lottery-0", "lottery-1", "lottery-2", "lottery-ticket", "lottery-control"]);
        WeightPatterns ticket = WeightPatterns.Read(winner);
        int before = 0;
        foreach ((string name, ModelGraph start) in recorder.Starts.Take(4))
        {
            int zeros = 0;
            foreach (string weight in CompressibleWeights.Of(first))
            {
                float[] values = start.Values(weight), initial = first.Values(weight);
                values.Zip(initial).ShouldAllBe(v => v.First == 0 || v.First == v.Second, name);
                zeros += values.Count(v => v == 0);
            }

            zeros.ShouldBeGreaterThanOrEqualTo(before);
            before = zeros;
            start.Values("fc.bias").ShouldBe(first.Values("fc.bias"));
        }

        before.ShouldBe((int)Math.Round(0.8 * CompressibleWeights.Of(first).Sum(w => first.Parameters[w].Count)));
        ModelGraph control = recorder.Starts[4].Start;
        ticket.BrokenBy(control).ShouldBeEmpty();
        control.Values("fc.weight").Zip(first.Values("fc.weight")).Count(v => v.First != 0 && v.First == v.Second).ShouldBe(0);
    }

    [Fact]
    public void Apply_RewindingToEarlyWeights_StartsFromThoseOfThatStep()
    {
        ModelGraph first = Tiny.Dense(3, 20);
        var recorder = new Recorder(Tiny.Trial(2));

        new LotterySparsifier().Apply(recorder.Context, new CompressedModel { Graph = first }, new LotteryOptions { Sparsity = 0.6, Rounds = 2, Fresh = false, Rewind = 0.25, Control = false });

        var early = new Early((int)(0.25 * 2 * recorder.Trial.StepsPerEpoch));
        recorder.Trial.Fit(first, recorder.Requests[0] with { Callbacks = [early] });
        float[] rewound = recorder.Starts[1].Start.Values("fc.weight");
        rewound.Zip(early.Values!).ShouldAllBe(v => v.First == 0 || v.First == v.Second);
        rewound.Count(v => v != 0).ShouldBeGreaterThan(100);
        early.Values.ShouldNotBe(first.Values("fc.weight"));
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("lstm-lm")]
    [InlineData("transformer-encoder")]
    public void FreshWeights_AreNewAndScaledAsBeforeTraining(string model)
    {
        ModelGraph graph = ModelZoo.Create(model, new ModelOptions { Width = 0.25, Vocabulary = 100, Input = model == "resnet8" ? [3, 16, 16] : null });

        ModelGraph fresh = FreshWeights.Draw(graph, RandomKey.FromSeed(7));

        foreach (string weight in CompressibleWeights.Of(graph))
        {
            float[] a = graph.Values(weight), b = fresh.Values(weight);
            b.ShouldNotBe(a);
            double ratio = Math.Sqrt(b.Sum(v => (double)v * v) / a.Sum(v => (double)v * v));
            ratio.ShouldBeInRange(0.5, 6, weight);
        }

        foreach (Node norm in graph.Nodes.Where(n => n.OpType is "BatchNormalization" or "LSTM"))
        {
            foreach (string vector in norm.Inputs.Skip(norm.OpType == "LSTM" ? 3 : 1).Where(i => i.Length > 0 && graph.Parameters.ContainsKey(i)))
            {
                fresh.Values(vector).ShouldBe(graph.Values(vector), vector);
            }
        }
    }

    [Fact]
    public void Rethinking_TrainsTheSameShapeFromOtherWeightsForTheSameWork()
    {
        ModelGraph large = Tiny.Dense(3, 60), small = Tiny.Dense(4, 20);
        small = small.With("fc.weight", [.. small.Values("fc.weight").Select((v, i) => i % 2 == 0 ? 0 : v)]);
        var recorder = new Recorder(Tiny.Trial(2));

        ModelGraph scratch = new RethinkingControl().Apply(recorder.Context, new CompressedModel { Graph = small, Baseline = large }, new RethinkingOptions()).Graph;

        recorder.Requests.Single().EpochShare.ShouldBe(3, 0.1);
        scratch.Parameters.Keys.Order().ShouldBe(small.Parameters.Keys.Order());
        WeightPatterns.Read(small).BrokenBy(scratch).ShouldBeEmpty();
        recorder.Starts.Single().Start.Values("head.weight").ShouldNotBe(small.Values("head.weight"));
        recorder.Trial.Kept["before-rethinking"].ShouldBe(small);
    }

    private sealed class Recorder(Trial trial) : IFineTuner
    {
        public Trial Trial => trial;

        public TechniqueContext Context => trial.Context with { FineTuner = this };

        public List<(string Name, ModelGraph Start)> Starts { get; } = [];

        public List<FitRequest> Requests { get; } = [];

        public int StepsPerEpoch => trial.StepsPerEpoch;

        public int Epochs(FitRequest request) => trial.Epochs(request);

        public ModelGraph Fit(ModelGraph graph, FitRequest request)
        {
            Starts.Add((request.Name, graph));
            Requests.Add(request);
            return trial.Fit(graph, request);
        }
    }

    private sealed class Early(int step) : ITrainingCallback
    {
        public float[]? Values { get; private set; }

        public void BeforeUpdate(TrainingContext context) => Values = context.Step == step ? context.Value("fc.weight").ToArray() : Values;
    }
}
