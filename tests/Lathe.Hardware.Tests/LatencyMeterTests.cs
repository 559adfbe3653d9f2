using Lathe.Hardware.Measurement;

namespace Lathe.Hardware.Tests;

public class LatencyMeterTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Measure_ConstantTime_GivesItForEveryStatistic()
    {
        LatencyResult result = Measure(() => _clock.Spend(2), new LatencyOptions { Rounds = 4, RunsPerRound = 5 });

        result.P50.ShouldBe(2, 1e-9);
        result.P95.ShouldBe(2, 1e-9);
        result.P99.ShouldBe(2, 1e-9);
        result.Mean.ShouldBe(2, 1e-9);
        result.Spread.ShouldBe(0, 1e-9);
        result.Runs.ShouldBe(20);
        result.Rounds.ShouldBe([2, 2, 2, 2]);
    }

    [Fact]
    public void Measure_RampOfTimes_InterpolatesPercentiles()
    {
        // 101 recorded runs take 1, 2, ... 101 ms; the warm-up before takes 1 ms each.
        var options = new LatencyOptions { Rounds = 1, RunsPerRound = 101, WarmUp = 5, WarmUpWindows = 2 };
        int run = 0;

        LatencyResult result = Measure(() => _clock.Spend(++run <= 10 ? 1 : run - 10), options);

        result.WarmUpRuns.ShouldBe(10);
        result.P50.ShouldBe(51, 1e-9);
        result.P95.ShouldBe(96, 1e-9);
        result.P99.ShouldBe(100, 1e-9);
        result.Mean.ShouldBe(51, 1e-9);
        result.Spread.ShouldBe(25, 1e-9);
    }

    [Fact]
    public void Measure_SlowStart_WarmsUpUntilTheTimeSettles()
    {
        int run = 0;

        LatencyResult result = Measure(() => _clock.Spend(++run <= 60 ? 10 - (run / 10) : 1), new LatencyOptions { WarmUp = 10 });

        result.Settled.ShouldBeTrue();
        result.WarmUpRuns.ShouldBeGreaterThan(60);
        result.P99.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Measure_TimeThatNeverSettles_StopsAtTheLimitAndSaysSo()
    {
        double time = 1;

        LatencyResult result = Measure(() => _clock.Spend(time += 1), new LatencyOptions { WarmUp = 3, WarmUpWindows = 4, Rounds = 2, RunsPerRound = 2 });

        result.Settled.ShouldBeFalse();
        result.WarmUpRuns.ShouldBe(12);
        result.Provenance.ShouldContain("did not settle");
    }

    [Fact]
    public void Measure_SlowCandidate_KeepsTheBudget()
    {
        LatencyResult result = Measure(() => _clock.Spend(1000), new LatencyOptions { BudgetMilliseconds = 20_000 });

        result.Runs.ShouldBe(20);
        result.Rounds.Count.ShouldBe(20);
    }

    [Fact]
    public void Measure_VerySlowCandidate_StillGetsTenRounds() =>
        Measure(() => _clock.Spend(60_000), new LatencyOptions { BudgetMilliseconds = 1 }).Rounds.Count.ShouldBe(10);

    [Fact]
    public void Measure_SeveralCandidates_RotateWhoGoesFirst()
    {
        var order = new List<char>();
        (string, Action) Candidate(char name) => (name.ToString(), () =>
        {
            order.Add(name);
            _clock.Spend(1);
        });

        new LatencyMeter(_clock).Measure([Candidate('a'), Candidate('b'), Candidate('c')], new LatencyOptions { Rounds = 3, RunsPerRound = 1, WarmUp = 1, WarmUpWindows = 1 });

        new string([.. order]).ShouldBe("abc" + "abc" + "bca" + "cab");
    }

    [Fact]
    public void Measure_Cancelled_Stops()
    {
        using var cancel = new CancellationTokenSource();
        int runs = 0;

        Should.Throw<OperationCanceledException>(() => new LatencyMeter(_clock).Measure([("x", Run)], null, cancel.Token));

        runs.ShouldBe(7);

        void Run()
        {
            _clock.Spend(1);
            if (++runs == 7)
            {
                cancel.Cancel();
            }
        }
    }

    [Fact]
    public void Measure_ImpossibleOptions_NamesAllOfThem()
    {
        var options = new LatencyOptions { Rounds = 0, RunsPerRound = -1, Stable = 2, BudgetMilliseconds = double.NaN };

        string message = Should.Throw<InvalidInputException>(() => Measure(() => { }, options)).Message;

        message.ShouldContain("Rounds is 0");
        message.ShouldContain("RunsPerRound is -1");
        message.ShouldContain("Stable is 2");
        message.ShouldContain("BudgetMilliseconds is NaN");
    }

    private LatencyResult Measure(Action run, LatencyOptions options) => new LatencyMeter(_clock).Measure([("x", run)], options)[0];
}
