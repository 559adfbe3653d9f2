using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data;

public class AugmentationTests
{
    private static readonly Shape s_series = new(2, 6);

    [Fact]
    public void Apply_Shift_MovesEveryChannelByTheSamePlacesAndFillsZeros()
    {
        float[] sample = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16];
        var seen = new HashSet<string>();
        for (ulong n = 0; n < 60; n++)
        {
            float[] result = new Augmentation { Shift = 2 }.Apply(sample, new float[12], s_series, RandomKey.FromSeed(1).Fold(n));
            int places = Array.IndexOf(result, 3) - 2;
            result.ShouldBe([.. Enumerable.Range(0, 12).Select(i => (i % 6) - places is >= 0 and < 6 ? sample[i - places] : 0)]);
            seen.Add($"{places}");
        }

        seen.Order().ShouldBe(["-1", "-2", "0", "1", "2"]);
    }

    [Fact]
    public void Apply_Noise_HasTheDeviationAsked()
    {
        float[] result = new Augmentation { Noise = 0.5f }.Apply(new float[20000], new float[20000], new Shape(1, 20000), RandomKey.FromSeed(1));

        result.Average().ShouldBe(0, 0.02f);
        Math.Sqrt(result.Average(v => v * v)).ShouldBe(0.5, 0.02);
    }

    [Fact]
    public void Apply_Flip_MirrorsHalf()
    {
        float[] sample = [1, 2, 3];
        float[][] results = [.. Enumerable.Range(0, 100).Select(n => new Augmentation { Flip = true }.Apply(sample, new float[3], new Shape(1, 1, 3), RandomKey.FromSeed(n)))];

        results.Count(r => r.SequenceEqual([3f, 2, 1])).ShouldBeInRange(30, 70);
        results.Count(r => r.SequenceEqual(sample)).ShouldBeInRange(30, 70);
    }

    [Fact]
    public void Apply_Cutout_ZeroesNoMoreThanItsSquare()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 64)];
        for (int n = 0; n < 20; n++)
        {
            float[] result = new Augmentation { Cutout = 3 }.Apply(ones, new float[64], new Shape(1, 8, 8), RandomKey.FromSeed(n));
            result.Count(v => v == 0).ShouldBeInRange(1, 9);
        }
    }

    [Fact]
    public void Mixup_OfABatch_MixesPixelsAndLabelsAlike()
    {
        Dataset data = SyntheticImages.Create(4, 1, 8, 200, 40, RandomKey.FromSeed(1));
        RandomKey key = RandomKey.FromSeed(3);
        Batch plain = new BatchLoader(data.Train, 5).Epoch(key, shuffle: true).First(), mixed = new BatchLoader(data.Train, 5, new Augmentation { Mixup = 0.4 }).Epoch(key, shuffle: true).First();
        float share = mixed.Targets![plain.Labels[0]];

        for (int n = 0; n < 5; n++)
        {
            float[] row = mixed.Targets.AsSpan(n * 4, 4).ToArray();
            row.Sum().ShouldBe(1, 1e-5);
            (row[plain.Labels[n]] >= share - 1e-5).ShouldBeTrue();
            for (int i = 0; i < 64; i++)
            {
                mixed.Pixels[(n * 64) + i].ShouldBe((share * plain.Pixels[(n * 64) + i]) + ((1 - share) * plain.Pixels[((4 - n) * 64) + i]), 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1.0)]
    [InlineData(3.0)]
    public void Beta_ManyDraws_HaveItsMoments(double alpha)
    {
        double[] draws = [.. Enumerable.Range(0, 4000).Select(n => Draws.Beta(RandomKey.FromSeed(n), alpha, alpha))];

        draws.ShouldAllBe(d => d >= 0 && d <= 1);
        draws.Average().ShouldBe(0.5, 0.02);
        draws.Average(d => (d - 0.5) * (d - 0.5)).ShouldBe(1 / (4 * ((2 * alpha) + 1)), 0.01);
    }

    [Fact]
    public void Problems_OfSettingsThatDoNotFit_AreAllNamed()
    {
        new Augmentation { Flip = true, Noise = -1 }.Problems(new Shape(6, 100)).Count().ShouldBe(2);
        new Augmentation { Shift = 3, Noise = 0.1f }.Problems(new Shape(6, 100)).ShouldBeEmpty();
    }
}
