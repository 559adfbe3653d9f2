using Lathe.Training.Schedules;

namespace Lathe.Training.Tests.Schedules;

public class ScheduleTests
{
    [Fact]
    public void Constant_Always_IsTheValue() => Rates(new ConstantSchedule(0.3f), 5).ShouldAllBe(r => r == 0.3f);

    [Fact]
    public void Step_AtItsShares_Drops()
    {
        float[] rates = Rates(new StepSchedule(1), 100);

        rates[49].ShouldBe(1);
        rates[50].ShouldBe(0.1f, 1e-6f);
        rates[75].ShouldBe(0.01f, 1e-6f);
    }

    [Fact]
    public void Cosine_FallsToItsFloor()
    {
        float[] rates = Rates(new CosineSchedule(2, 0.01), 100);

        rates[0].ShouldBe(2);
        rates[50].ShouldBe(1.01f, 1e-5f);
        rates[99].ShouldBe(0.02f, 2e-3f);
        rates.ShouldBe(rates.OrderDescending());
    }

    [Fact]
    public void Warmup_RisesThenLetsTheOtherRunOverTheRest()
    {
        float[] rates = Rates(new WarmupSchedule(new CosineSchedule(1), 0.2), 50), rest = Rates(new CosineSchedule(1), 40);

        rates[..10].ShouldBe([.. Enumerable.Range(1, 10).Select(i => i / 10f)]);
        rates[10..].ShouldBe(rest);
    }

    [Fact]
    public void OneCycle_RisesFallsAndEndsFarBelow()
    {
        float[] rates = Rates(new OneCycleSchedule(1), 1000);

        rates[0].ShouldBe(0.1f, 1e-6f);
        rates[450].ShouldBe(1, 1e-6f);
        rates[225].ShouldBe(0.55f, 1e-6f);
        rates[900].ShouldBe(0.1f, 1e-6f);
        rates[999].ShouldBe(0.002f, 1e-4f);
    }

    [Fact]
    public void Plateau_DropsWhenPatienceIsOver()
    {
        var schedule = new PlateauSchedule(1, 0.5f, 1);
        float At(params double[] scores) => schedule.Rate(new SchedulePoint(0, 10, scores));

        At().ShouldBe(1);
        At(0.5, 0.6).ShouldBe(1);
        At(0.5, 0.6, 0.6).ShouldBe(1);
        At(0.5, 0.6, 0.6, 0.59).ShouldBe(0.5f);
        At(0.5, 0.6, 0.6, 0.59, 0.6).ShouldBe(0.5f);
        At(0.5, 0.6, 0.6, 0.59, 0.6, 0.6).ShouldBe(0.25f);
        At(0.5, 0.6, 0.6, 0.59, 0.7, 0.6).ShouldBe(0.5f);
    }

    [Fact]
    public void Create_EveryName_GivesRatesUpToThePeak()
    {
        foreach (string name in ScheduleCatalog.Names)
        {
            Rates(ScheduleCatalog.Create(name, 0.2f), 200).Max().ShouldBe(0.2f, 0.003f, name);
        }
    }

    [Fact]
    public void Create_UnknownName_ListsTheKnown() =>
        Should.Throw<InvalidInputException>(() => ScheduleCatalog.Create("zigzag", 1)).Message.ShouldContain("cosine, constant, step, one-cycle, plateau");

    private static float[] Rates(RateSchedule schedule, int steps) => [.. Enumerable.Range(0, steps).Select(s => schedule.Rate(new SchedulePoint(s, steps, [])))];
}
