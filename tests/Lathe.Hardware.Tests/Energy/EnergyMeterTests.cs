using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Tests.Energy;

public sealed class EnergyMeterTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lathe-rapl").FullName;

    [Fact]
    public void Rapl_CounterThatWraps_GoesOnCounting()
    {
        Zone("intel-rapl:0", "package-0", 900, 1000);
        Zone("intel-rapl:1", "package-1", 100, 1000);
        RaplMeter meter = RaplMeter.Open(TimeProvider.System, _folder)!;

        IEnergySpan span = meter.Start();
        Count("intel-rapl:0", 50);
        Count("intel-rapl:1", 300);

        EnergyReading reading = span.Read();
        reading.Joules.ShouldBe((150 + 200) * 1e-6, 1e-12);
        reading.Provenance.ShouldBe(Provenance.Measured);
    }

    [Fact]
    public void Rapl_PartsOfAPackage_AreNotCountedTwice()
    {
        Zone("intel-rapl:0", "package-0", 0, 1000);
        Zone("intel-rapl:0:0", "core", 0, 1000);
        Zone("intel-rapl:0:1", "dram", 0, 1000);
        Zone("intel-rapl:1", "psys", 0, 1000);

        RaplMeter.Open(TimeProvider.System, _folder)!.Zones.Select(z => z.Name).ShouldBe(["package-0", "dram"]);
    }

    [Fact]
    public void Rapl_NothingThere_IsNull()
    {
        RaplMeter.Open(TimeProvider.System, Path.Combine(_folder, "none")).ShouldBeNull();
        RaplMeter.Open(TimeProvider.System, _folder).ShouldBeNull();
    }

    [Fact]
    public void Rapl_CounterGoneMidway_SaysWhich()
    {
        Zone("intel-rapl:0", "package-0", 0, 1000);
        IEnergySpan span = RaplMeter.Open(TimeProvider.System, _folder)!.Start();
        File.Delete(Path.Combine(_folder, "intel-rapl:0", "energy_uj"));

        Should.Throw<MissingDependencyException>(span.Read).Message.ShouldContain("intel-rapl:0");
    }

    [Fact]
    public void Utilisation_HalfBusy_IsHalfTheTdpAndSaysEstimate()
    {
        var clock = new FakeClock();
        TimeSpan busy = TimeSpan.Zero;
        IEnergySpan span = new UtilisationMeter(100, 4, clock, () => busy).Start();
        clock.Spend(10_000);
        busy = TimeSpan.FromSeconds(20);

        EnergyReading reading = span.Read();

        reading.Joules.ShouldBe(500, 1e-6);
        reading.Watts.ShouldBe(50, 1e-6);
        reading.Provenance.ShouldBe(Provenance.Analytic);
        reading.Basis.ShouldContain("estimate");
    }

    [Fact]
    public void Carbon_CountryBySource_CarriesYear()
    {
        CarbonIntensity france = CarbonIntensities.Of("fra");

        france.Grams(3.6e6).ShouldBe(56.039, 1e-9);
        france.Year.ShouldBe(2023);
        CarbonIntensities.Of("coal").GramsPerKilowattHour.ShouldBe(995);
        Should.Throw<InvalidInputException>(() => CarbonIntensities.Of("ATL")).Message.ShouldContain("DEU");
    }

    [Theory]
    [InlineData(1, false, 10)]
    [InlineData(4, false, 20)]
    [InlineData(8, false, 38)]
    [InlineData(10, false, 46)]
    [InlineData(1, true, 3)]
    public void MemoryPower_Modules_FollowCodeCarbon(int modules, bool arm, double watts) => ProcessorPower.Memory(modules, arm).Value.ShouldBe(watts, 1e-9);

    [Fact]
    public void Horowitz_PublishedFigures_AreThose()
    {
        HorowitzTable.Add(Precision.I8).Value.ShouldBe(0.03);
        HorowitzTable.Multiply(Precision.I8).Value.ShouldBe(0.2);
        HorowitzTable.MultiplyInt32.Value.ShouldBe(3.1);
        HorowitzTable.MultiplyAccumulate(Precision.F32).ShouldBe(4.6, 1e-12);
        HorowitzTable.Multiply(Precision.I16).Tag.ShouldBe(FigureTag.Presumed);
    }

    private void Zone(string folder, string name, long count, long range)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        File.WriteAllText(Path.Combine(_folder, folder, "name"), name + "\n");
        File.WriteAllText(Path.Combine(_folder, folder, "max_energy_range_uj"), $"{range}\n");
        Count(folder, count);
    }

    private void Count(string folder, long count) => File.WriteAllText(Path.Combine(_folder, folder, "energy_uj"), $"{count}\n");
}
