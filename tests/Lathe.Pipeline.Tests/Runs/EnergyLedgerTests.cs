using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

public sealed class EnergyLedgerTests
{
    [Fact]
    public void Meter_PartsAndResume_AreSummedByName()
    {
        using var run = new TemporaryRun();
        var meter = new SteppingMeter(Provenance.Measured);
        var first = new EnergyLedger(run.Folder(), meter);
        first.Meter("1 train", () => 1).ShouldBe(1);
        Should.Throw<OperationCanceledException>(() => first.Meter<int>("2 prune", () => throw new OperationCanceledException()));

        var second = new EnergyLedger(run.Folder(), meter);
        second.Meter("2 prune", () => 2);

        second.Phases.Select(p => (p.Name, p.Joules, p.Seconds)).ShouldBe([("1 train", 1, 10), ("2 prune", 5, 20)]);
    }

    [Fact]
    public void Meter_EstimateAddedToAMeasurement_MakesTheSumAnEstimate()
    {
        using var run = new TemporaryRun();
        new EnergyLedger(run.Folder(), new SteppingMeter(Provenance.Measured)).Meter("1 train", () => 1);
        var second = new EnergyLedger(run.Folder(), new SteppingMeter(Provenance.Analytic));

        second.Meter("1 train", () => 1);

        second.Phases.ShouldHaveSingleItem().Provenance.ShouldBe(Provenance.Analytic);
    }

    [Fact]
    public void Footprint_OfFrance_CountsGramsWithYearAndSource()
    {
        var footprint = new RunFootprint([new EnergyPhase("1 train", 3.6e6, 10, Provenance.Measured, "RAPL counters package-0")], CarbonSetting.Of("FRA"));

        footprint.CarbonGrams.ShouldBe(56.039, 1e-9);
        footprint.Describe().ShouldBe("The run took 1000 Wh and 56.039 g CO2e (measured: RAPL counters package-0; 56.039 g/kWh of FRA 2023, CodeCarbon, global_energy_mix.json).");
    }

    /// <summary>The n-th span takes n joules in ten seconds.</summary>
    private sealed class SteppingMeter(Provenance provenance) : IEnergyMeter
    {
        private int _spans;

        public IEnergySpan Start() => new Span(++_spans, provenance);

        private sealed record Span(int Joules, Provenance Provenance) : IEnergySpan
        {
            public EnergyReading Read() => new(Joules, 10, Provenance, "stepping");
        }
    }
}
