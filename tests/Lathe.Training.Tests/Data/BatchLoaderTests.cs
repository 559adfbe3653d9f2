using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data;

public class BatchLoaderTests
{
    private static readonly Dataset s_data = SyntheticImages.Create(4, 3, 8, 200, 40, RandomKey.FromSeed(1));
    private static readonly RandomKey s_key = RandomKey.FromSeed(2);

    [Fact]
    public void Epoch_WhileABatchIsInUse_TheNextOnesBecomeReady()
    {
        var loader = new BatchLoader(s_data.Train, 10);
        using var ready = new CountdownEvent(1 + BatchLoader.Ahead);
        loader.Prepared = number =>
        {
            if (number <= BatchLoader.Ahead)
            {
                ready.Signal();
            }
        };
        using IEnumerator<Batch> batches = loader.Epoch(s_key, shuffle: true).GetEnumerator();

        batches.MoveNext().ShouldBeTrue();
        ready.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue("nobody asked for more batches, yet they must come");
        SpinWait.SpinUntil(() => loader.Ready >= BatchLoader.Ahead, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        batches.MoveNext();

        loader.Waits.ShouldBe(0);
    }

    [Fact]
    public void Epoch_ManyTimes_UsesAFewBuffersAgain()
    {
        var loader = new BatchLoader(s_data.Train, 10);
        for (int epoch = 0; epoch < 5; epoch++)
        {
            loader.Epoch(s_key.Fold((ulong)epoch), shuffle: true).Count().ShouldBe(loader.Count(true));
        }

        loader.Buffers.ShouldBeLessThanOrEqualTo(BatchLoader.Ahead + 1);
    }

    [Fact]
    public void Epoch_FromAPosition_GivesTheSameBatches()
    {
        var augmentation = new Augmentation { Crop = 1, Flip = true, Cutout = 2, Noise = 0.1f, Mixup = 0.3 };
        float[][] whole = Pixels(new BatchLoader(s_data.Train, 16, augmentation).Epoch(s_key, shuffle: true));
        float[][] part = Pixels(new BatchLoader(s_data.Train, 16, augmentation).Epoch(s_key, shuffle: true, first: 4));

        part.ShouldBe(whole[4..]);
    }

    [Fact]
    public void Epoch_NotShuffled_GivesEverySampleOnce() =>
        new BatchLoader(s_data.Train, 16).Epoch(s_key, shuffle: false).Sum(b => b.Count).ShouldBe(s_data.Train.Count);

    [Fact]
    public void Epoch_BatchKept_IsNotOverwrittenByAnotherEpoch()
    {
        var loader = new BatchLoader(s_data.Train, 10);
        Batch first = loader.Epoch(s_key, shuffle: true).First();
        float[] before = [.. first.Pixels];

        loader.Epoch(s_key.Fold(9), shuffle: true).Count();

        first.Pixels.ShouldBe(before);
    }

    [Fact]
    public void Epoch_Cancelled_Stops()
    {
        using var source = new CancellationTokenSource();
        using IEnumerator<Batch> batches = new BatchLoader(s_data.Train, 10).Epoch(s_key, shuffle: true, cancellation: source.Token).GetEnumerator();
        batches.MoveNext();
        source.Cancel();

        Should.Throw<OperationCanceledException>(() => batches.MoveNext());
    }

    [Fact]
    public void Epoch_SourceFails_TheErrorArrives()
    {
        var loader = new BatchLoader(new DataSplit(new BrokenSamples(), [0, 1, 2]), 1);

        Should.Throw<InvalidInputException>(() => loader.Epoch(s_key, shuffle: false).Count()).Message.ShouldBe("sample 1 is broken");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Constructor_EmptyBatch_IsRefused(int batch) => Should.Throw<InvalidInputException>(() => new BatchLoader(s_data.Train, batch));

    [Fact]
    public void Constructor_NoSamples_IsRefused() => Should.Throw<InvalidInputException>(() => new BatchLoader(s_data.Train.Take(0), 4));

    private static float[][] Pixels(IEnumerable<Batch> batches) => [.. batches.Select(b => b.Pixels.ToArray())];

    private sealed class BrokenSamples : Training.Data.Samples.SampleSource
    {
        public override int Count => 3;

        public override Shape Shape => new(1);

        public override int Classes => 1;

        public override void Read(int index, Span<float> sample) => sample[0] = index == 1 ? throw new InvalidInputException("sample 1 is broken") : 0;

        public override void ReadLabels(int index, Span<int> labels) => labels[0] = 0;
    }
}
