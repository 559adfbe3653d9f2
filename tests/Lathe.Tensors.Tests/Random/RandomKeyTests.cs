namespace Lathe.Tensors.Tests.Random;

public sealed class RandomKeyTests
{
    [Fact]
    public void Draws_OfOneKey_DoNotDependOnOrderOrLength()
    {
        RandomKey key = RandomKey.FromSeed(7);
        float[] few = new float[10], many = new float[1000];
        key.FillUniform(few);
        key.FillUniform(many);
        many.AsSpan(0, 10).ToArray().ShouldBe(few);
        key.Uniform(7).ShouldBe(few[7]);
    }

    [Fact]
    public void Fold_OfDifferentNumbersAndNames_GivesDifferentKeys()
    {
        RandomKey key = RandomKey.FromSeed(1);
        var seen = new HashSet<ulong>();
        for (ulong i = 0; i < 10_000; i++)
        {
            seen.Add(key.Fold(i).Value).ShouldBeTrue();
        }

        seen.Add(key.Fold("dropout").Value).ShouldBeTrue();
        seen.Add(key.Fold("shuffle").Value).ShouldBeTrue();
        key.Fold("dropout").ShouldBe(RandomKey.FromSeed(1).Fold("dropout"));
    }

    [Fact]
    public void Normal_OfManyDraws_HasTheRightMoments()
    {
        float[] draws = new float[200_000];
        RandomKey.FromSeed(5).FillNormal(draws, 2, 3);
        double mean = draws.Average(d => (double)d), variance = draws.Average(d => (d - mean) * (d - mean));
        mean.ShouldBe(2, 0.03);
        variance.ShouldBe(9, 0.15);
        draws.Count(d => Math.Abs(d - 2) < 3).ShouldBeInRange(135_000, 138_000);
    }

    [Fact]
    public void Below_OfManyDraws_IsUniform()
    {
        int[] counts = new int[7];
        RandomKey key = RandomKey.FromSeed(6);
        for (int i = 0; i < 70_000; i++)
        {
            counts[key.Below((ulong)i, 7)]++;
        }

        counts.ShouldAllBe(c => c > 9_600 && c < 10_400);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Permutation_OfAnyLength_HoldsEveryIndexOnce(int count)
    {
        int[] order = RandomKey.FromSeed(8).Permutation(count);
        order.Order().ShouldBe(Enumerable.Range(0, count));
        if (count > 100)
        {
            order.ShouldNotBe(Enumerable.Range(0, count));
        }
    }
}
