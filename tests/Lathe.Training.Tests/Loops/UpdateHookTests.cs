using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Training.Tests.Loops;

/// <summary>Callbacks between gradients and weights.</summary>
public class UpdateHookTests
{
    private static readonly TrainerOptions s_options = new() { Epochs = 2, Batch = 24, Rate = 0.02f, Key = RandomKey.FromSeed(21), ClipNorm = 0 };

    [Fact]
    public void BeforeUpdate_SeesTheGradientTheOptimizerUses()
    {
        var seen = new Watcher();
        TrainerOptions options = s_options with { Optimizer = "sgd", Momentum = 0, WeightDecay = 0, Callbacks = [seen] };

        Fit(options);

        seen.Steps.ShouldBe(12);
        seen.Whole.ShouldBe(12);
        seen.Deviation.ShouldBeLessThan(1e-6f);
        seen.Reached.ShouldBeGreaterThan(2);
    }

    [Fact]
    public void BeforeUpdate_WithScaledLoss_SeesUnscaledGradients()
    {
        var seen = new Watcher();

        Fit(s_options with { Optimizer = "sgd", Momentum = 0, WeightDecay = 0, Callbacks = [seen], Products = DType.Float16 });

        seen.Steps.ShouldBeGreaterThan(0);
        seen.Deviation.ShouldBeLessThan(1e-6f);
    }

    [Fact]
    public void BeforeUpdate_AddingAPenalty_IsClippedAndFollowed()
    {
        float plain = Norm(Fit(s_options)), pulled = Norm(Fit(s_options with { Callbacks = [new Pull(3)], ClipNorm = 5 }));

        pulled.ShouldBeLessThan(plain * 0.8f);
    }

    [Fact]
    public void OnlyLooking_ChangesNoBit() =>
        TinyNet.Bytes(Fit(s_options with { Callbacks = [new Watcher()], ClipNorm = 1 })).ShouldBe(TinyNet.Bytes(Fit(s_options with { ClipNorm = 1 })));

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void State_AfterAKill_IsBackBitForBit(int stepsBeforeTheKill)
    {
        using var folder = new TemporaryFolder();
        TrainerOptions options = s_options with { CheckpointEvery = 2, Callbacks = [new Pull(0.1f), new Drift()] };
        byte[] whole = TinyNet.Bytes(Fit(options));
        options = options with { Checkpoint = folder.File("checkpoint"), Callbacks = [new Pull(0.1f), new Drift()] };
        int steps = 0;
        Should.Throw<InvalidOperationException>(() => new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data, p =>
        {
            if (p.Finished is null && ++steps == stepsBeforeTheKill)
            {
                throw new InvalidOperationException("killed");
            }
        }));

        TinyNet.Bytes(Fit(options with { Callbacks = [new Pull(0.1f), new Drift()] })).ShouldBe(whole);
        TinyNet.Bytes(Fit(s_options with { Callbacks = [new Pull(0.1f)] })).ShouldNotBe(whole);
    }

    [Fact]
    public void Resume_WithAnotherDescription_IsRefused()
    {
        using var folder = new TemporaryFolder();
        TrainerOptions options = s_options with { Checkpoint = folder.File("checkpoint") };
        Fit(options with { Epochs = 2, Callbacks = [new Pull(0.1f)] });

        Should.Throw<InvalidInputException>(() => Fit(options with { Callbacks = [new Pull(0.2f)] })).Message.ShouldContain("pull of 0.1 (now pull of 0.2)");
    }

    private static Graph.ModelGraph Fit(TrainerOptions options) => new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data).Graph;

    private static float Norm(Graph.ModelGraph graph) => MathF.Sqrt(graph.Parameters["fc.weight"].ToFloats().Sum(v => v * v));

    private sealed class Watcher : ITrainingCallback
    {
        private readonly Dictionary<string, (float[] Value, float[] Gradient)> _before = [];

        public int Steps { get; private set; }

        public int Whole { get; private set; }

        public int Reached { get; private set; }

        public float Deviation { get; private set; }

        public void BeforeUpdate(TrainingContext context)
        {
            foreach (Tensor parameter in context.Learned)
            {
                _before[parameter.Name] = (context.Value(parameter.Name).ToArray(), context.Gradient(parameter.Name).ToArray());
            }
        }

        public void AfterUpdate(TrainingContext context)
        {
            context.Step.ShouldBe(Math.Max(context.Step, Steps));
            (Steps, Whole, Reached) = (Steps + 1, context.Steps, _before.Count);
            foreach ((string name, (float[] value, float[] gradient)) in _before)
            {
                Span<float> now = context.Value(name);
                for (int i = 0; i < now.Length; i++)
                {
                    Deviation = Math.Max(Deviation, Math.Abs(now[i] - (value[i] - (context.Rate * gradient[i]))));
                }
            }
        }
    }

    private sealed class Pull(float strength) : ITrainingCallback
    {
        public string Description => FormattableString.Invariant($"pull of {strength}");

        public void BeforeUpdate(TrainingContext context)
        {
            foreach (Tensor parameter in context.Learned)
            {
                Span<float> gradient = context.Gradient(parameter.Name), value = context.Value(parameter.Name);
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] += strength * value[i];
                }
            }
        }
    }

    /// <summary>Moves a weight by a number that only its own state knows.</summary>
    private sealed class Drift : ITrainingCallback
    {
        private float[] _state = [0.3f];

        public void AfterUpdate(TrainingContext context)
        {
            _state[0] = 3.9f * _state[0] * (1 - _state[0]);
            context.Value("fc.weight")[0] += 0.01f * _state[0];
        }

        public IReadOnlyDictionary<string, float[]> SaveState() => new Dictionary<string, float[]> { ["x"] = [.. _state] };

        public void LoadState(IReadOnlyDictionary<string, float[]> state) => _state = [.. state["x"]];
    }
}
