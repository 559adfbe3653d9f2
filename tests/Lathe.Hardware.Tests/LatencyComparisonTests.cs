using Lathe.Hardware.Measurement;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests;

public class LatencyComparisonTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(5);

    [Fact]
    public void Of_TwiceAsFast_SaysFaster()
    {
        LatencyComparison comparison = LatencyComparison.Of(Noisy("slow", 2, 1), Noisy("fast", 1, 2), s_key);

        comparison.Speedup.ShouldBe(2, 0.1);
        comparison.Low.ShouldBeGreaterThan(1.8);
        comparison.High.ShouldBeLessThan(2.2);
        comparison.Verdict.ShouldBe("faster");
    }

    [Fact]
    public void Of_TwiceAsSlow_SaysSlower() => LatencyComparison.Of(Noisy("fast", 1, 1), Noisy("slow", 2, 2), s_key).Verdict.ShouldBe("slower");

    [Fact]
    public void Of_SameSpeedWithNoise_CannotTell()
    {
        LatencyComparison comparison = LatencyComparison.Of(Noisy("one", 1, 1), Noisy("other", 1, 2), s_key);

        comparison.Low.ShouldBeLessThan(1);
        comparison.High.ShouldBeGreaterThan(1);
        comparison.Verdict.ShouldBe("cannot tell from noise");
    }

    [Fact]
    public void Of_SharedDrift_CancelsInPairs()
    {
        // Both slow down fourfold over the rounds, as on a machine that gets hot; their ratio stays 1.1.
        double[] drift = [.. Enumerable.Range(0, 30).Select(i => 1 + (i / 10.0))];
        LatencyResult slow = Result("slow", [.. drift.Select(d => 1.1 * d)]), fast = Result("fast", drift);

        LatencyComparison comparison = LatencyComparison.Of(slow, fast, s_key);

        comparison.Low.ShouldBe(1.1, 1e-6);
        comparison.High.ShouldBe(1.1, 1e-6);
        comparison.Verdict.ShouldBe("faster");
    }

    [Fact]
    public void Of_SameKey_GivesTheSameInterval() =>
        LatencyComparison.Of(Noisy("a", 1, 1), Noisy("b", 1, 2), s_key).ShouldBe(LatencyComparison.Of(Noisy("a", 1, 1), Noisy("b", 1, 2), s_key));

    private static LatencyResult Noisy(string name, double milliseconds, ulong seed)
    {
        RandomKey key = RandomKey.FromSeed(9).Fold(seed);
        return Result(name, [.. Enumerable.Range(0, 30).Select(i => milliseconds * (1 + (0.001 * (key.Below((ulong)i, 101) - 50))))]);
    }

    private static LatencyResult Result(string name, double[] rounds)
    {
        double[] sorted = [.. rounds.Order()];
        return new LatencyResult(name, (sorted[14] + sorted[15]) / 2, sorted[28], sorted[29], 0, 300, rounds);
    }
}
