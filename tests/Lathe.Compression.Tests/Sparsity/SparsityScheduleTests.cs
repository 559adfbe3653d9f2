using Lathe.Compression.Sparsity.Schedules;

namespace Lathe.Compression.Tests.Sparsity;

public class SparsityScheduleTests
{
    /// <summary>s_t = s_f + (s_i - s_f) (1 - (t - t0) / (n D))^3 at every t in t0, t0 + D, ... t0 + n D.</summary>
    [Theory]
    [InlineData(0, 0.9, 0, 10, 7)]
    [InlineData(0.25, 0.8, 30, 1, 40)]
    [InlineData(0.5, 0.5, 5, 3, 1)]
    public void Cubic_AtItsUpdates_IsTheFormula(double initial, double final, int begin, int every, int count)
    {
        var schedule = new CubicSchedule { Initial = initial, Final = final, Begin = begin, Every = every, Count = count };

        for (int k = 0; k <= count; k++)
        {
            int t = begin + (k * every);
            schedule.Updates(t).ShouldBeTrue();
            schedule.At(t).ShouldBe(final + ((initial - final) * Math.Pow(1 - ((double)(t - begin) / (count * every)), 3)), 1e-12);
        }

        Enumerable.Range(0, 200).Count(schedule.Updates).ShouldBe(count + 1);
        schedule.At(schedule.End + 50).ShouldBe(final);
        schedule.At(Math.Max(0, begin - 1)).ShouldBe(initial);
    }

    [Fact]
    public void Cubic_BetweenUpdates_StandsStill()
    {
        var schedule = new CubicSchedule { Final = 0.9, Begin = 10, Every = 10, Count = 5 };

        schedule.At(29).ShouldBe(schedule.At(20));
        schedule.At(30).ShouldBeGreaterThan(schedule.At(29));
    }

    [Fact]
    public void Exponential_KeepsTheSameShareAtEveryUpdate()
    {
        var schedule = new ExponentialSchedule { Initial = 0.2, Final = 0.9, Every = 4, Count = 6 };

        double factor = Math.Pow(0.1 / 0.8, 1.0 / 6);
        for (int k = 0; k < 6; k++)
        {
            ((1 - schedule.At((k + 1) * 4)) / (1 - schedule.At(k * 4))).ShouldBe(factor, 1e-12);
        }

        schedule.At(0).ShouldBe(0.2, 1e-12);
        schedule.At(24).ShouldBe(0.9);
    }

    [Fact]
    public void Iterative_KeepsTheSameShareEachRoundAndEndsExactly()
    {
        var schedule = new IterativeSchedule(0.9, 5);

        Enumerable.Range(0, 5).Select(r => (1 - schedule.AfterRound(r)) / (r == 0 ? 1 : 1 - schedule.AfterRound(r - 1))).ShouldAllBe(f => Math.Abs(f - Math.Pow(0.1, 0.2)) < 1e-12);
        schedule.AfterRound(4).ShouldBe(0.9);
    }

    [Fact]
    public void EverySchedule_NeverFalls()
    {
        foreach (SparsitySchedule schedule in new SparsitySchedule[] { new OneShotSchedule(0.7, 3), new IterativeSchedule(0.7, 4, 20), new CubicSchedule { Final = 0.7, Every = 3, Count = 30 }, new ExponentialSchedule { Final = 0.7, Begin = 4, Every = 5, Count = 9 } })
        {
            double[] values = [.. Enumerable.Range(0, 120).Select(schedule.At)];
            values.Zip(values.Skip(1)).ShouldAllBe(p => p.Second >= p.First);
            values[^1].ShouldBe(0.7, 1e-12);
        }
    }
}
