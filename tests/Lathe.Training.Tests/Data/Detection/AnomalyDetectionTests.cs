using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Detection;
using Lathe.Training.Data.Series;
using Lathe.Training.Loops;
using Lathe.Training.Metrics;

namespace Lathe.Training.Tests.Data.Detection;

/// <summary>Sets with normal samples and anomalies, windows of series, and the figure detectors are judged by.</summary>
public sealed class AnomalyDetectionTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(5);

    [Fact]
    public void Train_HoldsNormalSamplesOnly_TestHoldsAllWithTheirLabels()
    {
        Dataset all = SyntheticImages.Create(4, 1, 8, 80, 40, s_key), detection = AnomalyDetection.Of(all, ["1", "3"]);

        detection.Train.IsDetection.ShouldBeTrue();
        detection.Train.Count.ShouldBe(Enumerable.Range(0, all.Train.Count).Count(i => all.Train.Label(i) is 1 or 3));
        Enumerable.Range(0, detection.Train.Count).ShouldAllBe(i => detection.Train.Label(i) == 0);
        detection.Test.Count.ShouldBe(40);
        Enumerable.Range(0, 40).Select(detection.Test.Label).ShouldBe(Enumerable.Range(0, 40).Select(i => all.Test.Label(i) is 1 or 3 ? 0 : 1));
    }

    [Fact]
    public void Targets_AreTheSamples_StandardisedByTheNormalOnes()
    {
        Dataset detection = AnomalyDetection.Of(SyntheticImages.Create(4, 1, 8, 80, 40, s_key), ["2"]);
        float[] sample = new float[64], target = new float[64];
        double sum = 0, squares = 0;
        for (int i = 0; i < detection.Train.Count; i++)
        {
            detection.Train.Read(i, sample);
            detection.Train.ReadTargets(i, target);
            target.ShouldBe(sample);
            sum += sample.Sum(v => (double)v);
            squares += sample.Sum(v => (double)v * v);
        }

        (sum / (64 * detection.Train.Count)).ShouldBe(0, 1e-4);
        (squares / (64 * detection.Train.Count)).ShouldBe(1, 1e-3);
    }

    [Theory]
    [InlineData("7", "no class '7'")]
    [InlineData("0,1,2,3", "needs normal samples")]
    public void Classes_ThatCannotBeNormal_AreRefused(string normal, string said) =>
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"synthetic:1x8?train=80&test=40&normal={normal}", s_key)).Message.ShouldContain(said);

    [Theory]
    [InlineData("synthetic:64x512?train=999999999", "the limit of")]
    [InlineData("synthetic:1x8?classes=0", "0 classes")]
    [InlineData("synthetic:3x9999", "4 to 512 pixels")]
    public void MadeUpSets_ThatCannotBe_AreRefused(string name, string said) => Should.Throw<InvalidInputException>(() => DatasetCatalog.Open(name, s_key)).Message.ShouldContain(said);

    [Fact]
    public void Augmentation_ThatMovesTheSample_IsRefused()
    {
        Dataset detection = AnomalyDetection.Of(SyntheticImages.Create(4, 1, 8, 80, 40, s_key), ["2"]);
        var trainer = new Trainer(new TrainerOptions { Augmentation = new Augmentation { Flip = true } }, TimeProvider.System);

        Should.Throw<InvalidInputException>(() => trainer.Fit(TinyNet.Build(), detection)).Message.ShouldContain("move a sample away from what is to be given back");
    }

    [Fact]
    public void Detection_OfADetection_IsRefused()
    {
        Dataset detection = AnomalyDetection.Of(SyntheticImages.Create(4, 1, 8, 80, 40, s_key), ["2"]);

        Should.Throw<InvalidInputException>(() => AnomalyDetection.Of(detection, ["0"])).Message.ShouldContain("no class for each sample");
    }

    [Fact]
    public void Windows_AreThePartsOfTheirSeries()
    {
        string folder = Directory.CreateTempSubdirectory("lathe-windows").FullName;
        string Case(int first, string label) => string.Join(',', Enumerable.Range(first, 10)) + ":" + string.Join(',', Enumerable.Range(first + 100, 10)) + ":" + label;
        File.WriteAllLines(Path.Combine(folder, "Two_TRAIN.ts"), ["@data", .. Enumerable.Range(0, 20).Select(i => Case(i, i % 2 == 0 ? "a" : "b"))]);
        File.WriteAllLines(Path.Combine(folder, "Two_TEST.ts"), ["@data", Case(3, "a"), Case(50, "b")]);
        string name = $"ts:{folder}/Two_TRAIN.ts";

        Dataset whole = DatasetCatalog.Open(name, s_key), cut = DatasetCatalog.Open(name + "?window=4&hop=3", s_key);

        cut.SampleShape.ShouldBe(new Shape(2, 4));
        cut.Test.Count.ShouldBe(6);
        float[] series = new float[20], window = new float[8];
        whole.Test.Read(1, series);
        cut.Test.Read(4, window);
        window.ShouldBe([.. series[3..7], .. series[13..17]]);
        cut.Test.Label(4).ShouldBe(whole.Test.Label(1));
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open(name + "?window=11", s_key)).Message.ShouldContain("windows of 11 steps");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Area_IsTheChanceThatAnAnomalyIsWorse_TiesHalf()
    {
        var meter = new DetectionMeter();
        meter.Add([0, 1, 2, 2, 3], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]);

        // Errors 0, 1, 4 | 4, 9: of six pairs of an anomaly and a normal sample five are right, one is a tie.
        meter.Value.ShouldBe(5.5 / 6, 1e-12);
    }

    [Fact]
    public void Area_OfManyErrors_EqualsTheCountOfAllPairs()
    {
        float[] outputs = [.. Enumerable.Range(0, 300).Select(i => (float)Math.Round(s_key.Normal((ulong)i), 1))];
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => s_key.Fold("label").Uniform((ulong)i) < 0.3 ? 1 : 0)];
        var meter = new DetectionMeter();
        for (int first = 0; first < 300; first += 50)
        {
            meter.Add(outputs.AsSpan(first, 50), labels.AsSpan(first, 50), new float[50]);
        }

        double[] errors = Array.ConvertAll(outputs, o => (double)o * o);
        double pairs = 0, above = 0;
        for (int a = 0; a < 300; a++)
        {
            for (int b = 0; b < 300; b++)
            {
                if (labels[a] == 1 && labels[b] == 0)
                {
                    pairs++;
                    above += errors[a] > errors[b] ? 1 : errors[a].Equals(errors[b]) ? 0.5 : 0;
                }
            }
        }

        meter.Value.ShouldBe(above / pairs, 1e-12);
    }
}
