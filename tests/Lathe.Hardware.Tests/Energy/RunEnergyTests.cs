using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Tests.Energy;

public sealed class RunEnergyTests
{
    [Fact]
    public void Measure_ShortRun_IsTheMeanOfMany()
    {
        var clock = new FakeClock();
        // One of two cores busy all the time, of a processor of 20 W: 10 W for 4 ms.
        var meter = new UtilisationMeter(20, 2, clock, () => TimeSpan.FromMicroseconds(clock.GetTimestamp()));

        EnergyReading reading = new RunEnergy(clock, meter).Measure(() => clock.Spend(4));

        reading.Joules.ShouldBe(0.04, 1e-9);
        reading.Seconds.ShouldBe(0.004, 1e-9);
        reading.Basis.ShouldContain("mean of 75 runs");
        reading.Provenance.ShouldBe(Provenance.Analytic);
    }

    [Fact]
    public void Open_WithoutCounters_IsAnEstimateThatSaysSo()
    {
        IEnergyMeter meter = EnergyMeters.Open(TimeProvider.System, new MachineDescription("nobody", 4, [], "", ""), "no such folder");

        meter.Start().Read().Basis.ShouldContain("16 W TDP");
    }

    [Fact]
    public void CarbonSetting_NoPlaceGiven_IsTheVariablesOrTheWorlds()
    {
        CarbonSetting.Of("fra").Place.ShouldBe("FRA");
        if (Environment.GetEnvironmentVariable(CarbonSetting.Variable) is null or "")
        {
            CarbonSetting.Of(null).ShouldBe(CarbonIntensities.World);
        }
    }
}
