using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Pipeline.Reports.Measurements;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Tests.Reports;

public class MeasurementTests
{
    [Fact]
    public void Histogram_OfValues_CountsAllOfThem()
    {
        Histogram histogram = Histogram.Of([0f, 0.1f, 0.5f, 1f], 4);

        (histogram.Low, histogram.High).ShouldBe((0, 1));
        histogram.Counts.ShouldBe([2, 0, 1, 1]);
    }

    [Fact]
    public void Histogram_OddValues_GoToTheEndsOrNowhere() =>
        Histogram.Of([-5f, 5f, float.NaN, float.PositiveInfinity], -1, 1, 2).Counts.ShouldBe([1, 2]);

    [Theory]
    [InlineData(new float[0])]
    [InlineData(new[] { 3f, 3f })]
    public void Histogram_NoRange_KeepsEveryValue(float[] values) => Histogram.Of(values, 5).Counts.Sum().ShouldBe(values.Length);

    [Fact]
    public void Noise_OfKnownErrors_IsTheRatioInDecibel()
    {
        QuantizationNoise noise = QuantizationNoise.Of([1f, -1f, 1f, -1f], [1.1f, -0.9f, 0.9f, -1.1f], _ => 0.2);

        noise.Sqnr.ShouldBe(20, 1e-4);
        noise.Largest.ShouldBe(0.1, 1e-6);
        noise.Errors.Counts.Sum().ShouldBe(4);
    }

    [Fact]
    public void Noise_OfNoError_IsBounded() => QuantizationNoise.Of([1f], [1f], _ => 0.1).Sqnr.ShouldBe(200);

    [Fact]
    public void WeightReader_QuantizedNetwork_ErrsByHalfAStepAtMost()
    {
        Dataset data = SyntheticImages.Create(4, 1, 16, 200, 50, RandomKey.FromSeed(1));
        ModelGraph floating = StaticQuantizer.Prepare(ModelZoo.Create("resnet8", new ModelOptions { Classes = 4, Input = [1, 16, 16], Key = RandomKey.FromSeed(2) }));
        ModelGraph quantized = StaticQuantizer.Quantize(floating, Pipeline.Deployment.CalibrationBatches.From(floating, data.Validation, 32), new QuantizeOptions());

        IReadOnlyList<LayerWeights> weights = new WeightReader(quantized).Read(floating);
        IReadOnlyList<ActivationNoise> activations = ActivationReader.Read(quantized, floating, data.Validation, 8);

        weights.Count.ShouldBe(10);
        foreach (QuantizationNoise noise in weights.Select(w => w.Noise!))
        {
            int parts = noise.Errors.Counts.Count;
            noise.Sqnr.ShouldBeGreaterThan(25);
            noise.Errors.Counts.Take((parts / 4) - 1).Concat(noise.Errors.Counts.TakeLast((parts / 4) - 1)).Sum().ShouldBe(0);
        }

        activations.Count.ShouldBeGreaterThan(5);
        activations.ShouldAllBe(a => a.Noise.Sqnr > 10);
        activations.Select(a => a.Layer).ShouldContain("stem");
        new WeightReader(floating).Read(null).ShouldAllBe(w => w.Noise == null && w.Values.Counts.Sum() == w.Count);
    }
}
