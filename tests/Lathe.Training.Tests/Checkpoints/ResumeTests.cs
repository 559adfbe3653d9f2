using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;
using Lathe.Training.Optimizers;
using Lathe.Training.Schedules;

namespace Lathe.Training.Tests.Checkpoints;

/// <summary>A run stopped anywhere and taken up again ends with the same bits.</summary>
public class ResumeTests
{
    private static readonly TrainerOptions s_options = new()
    {
        Epochs = 3,
        Batch = 24,
        Rate = 0.02f,
        Key = RandomKey.FromSeed(21),
        CheckpointEvery = 2,
        Augmentation = new Augmentation { Crop = 1, Flip = true, Mixup = 0.2 },
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (string optimizer in OptimizerCatalog.Names)
            {
                cases.Add(optimizer, "cosine");
            }

            foreach (string schedule in ScheduleCatalog.Names.Skip(1))
            {
                cases.Add("sgd", schedule);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_KilledWithinAnEpochAndResumed_GivesTheSameBits(string optimizer, string schedule) =>
        Check(s_options with { Optimizer = optimizer, Schedule = ScheduleCatalog.Create(schedule, 0.02f) }, 9);

    [Fact]
    public void Fit_WithAveragingAndBestWeights_GivesTheSameBits() =>
        Check(s_options with { Averaging = 0.9f, RestoreBest = true, Patience = 2 }, 10);

    [Fact]
    public void Fit_WithPlateauThatDrops_GivesTheSameBits() =>
        Check(s_options with { Epochs = 4, Rate = 0.5f, Schedule = new PlateauSchedule(0.5f, 0.5f, 0, 1) }, 15);

    [Fact]
    public void Fit_InHalfPrecisionWithAccumulation_GivesTheSameBits() =>
        Check(s_options with { Products = DType.Float16, MicroBatches = 3, LossScaling = new LossScaling(1e9f, 3) }, 7);

    [Fact]
    public void Fit_Cancelled_KeepsItsPosition()
    {
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        TrainerOptions options = s_options with { CheckpointEvery = 0 };
        byte[] whole = TinyNet.Bytes(Fit(options));
        options = options with { Checkpoint = folder.File("checkpoint") };
        int steps = 0;

        Should.Throw<OperationCanceledException>(() => new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data, _ =>
        {
            if (++steps == 4)
            {
                source.Cancel();
            }
        }, source.Token));
        int resumed = 0;
        byte[] bytes = TinyNet.Bytes(new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data, p => resumed += p.Finished is null ? 1 : 0).Graph);

        bytes.ShouldBe(whole);
        resumed.ShouldBe(18 - 4);
    }

    [Fact]
    public void Fit_FinishedRun_IsNotRepeated()
    {
        using var folder = new TemporaryFolder();
        TrainerOptions options = s_options with { Checkpoint = folder.File("checkpoint"), Averaging = 0.5f };
        byte[] bytes = TinyNet.Bytes(Fit(options));
        int steps = 0;

        TinyNet.Bytes(new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data, _ => steps++).Graph).ShouldBe(bytes);
        steps.ShouldBe(0);
    }

    private static void Check(TrainerOptions options, int stepsBeforeTheKill)
    {
        using var folder = new TemporaryFolder();
        TrainingResult whole = new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data);
        options = options with { Checkpoint = folder.File("checkpoint") };
        int steps = 0;
        Should.Throw<InvalidOperationException>(() => new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data, p =>
        {
            if (p.Finished is null && ++steps == stepsBeforeTheKill)
            {
                throw new InvalidOperationException("killed");
            }
        }));

        TrainingResult resumed = new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data);

        TinyNet.Bytes(resumed.Graph).ShouldBe(TinyNet.Bytes(whole.Graph));
        resumed.History.Select(h => h with { SamplesPerSecond = 0, Waits = 0 }).ShouldBe(whole.History.Select(h => h with { SamplesPerSecond = 0, Waits = 0 }));
        TinyNet.Bytes(resumed.Graph).ShouldNotBe(TinyNet.Bytes(TinyNet.Build()));
    }

    private static ModelGraph Fit(TrainerOptions options) => new Trainer(options, TimeProvider.System).Fit(TinyNet.Build(), TinyNet.Data).Graph;
}
