using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Learned.Micro;
using Lathe.Hardware.Readings;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Learned.Micro;

public sealed class MicroCostTests
{
    private static readonly Dictionary<string, Workload> s_networks = new Dictionary<string, string> { ["ad"] = "fc-autoencoder", ["vww"] = "mobilenetv1", ["ic"] = "resnet8", ["kws"] = "ds-cnn" }
        .ToDictionary(n => n.Key, n => Workload.Of(ModelZoo.Create(n.Value), FusionRules.Of("cmsis-nn")));

    [Fact]
    public void Runs_Published_AreOfTheZoosNetworksOnBoardsOfTheCatalog()
    {
        MicroCalibration.Published.Runs.Count.ShouldBe(24);
        foreach (MicroRun run in MicroCalibration.Published.Runs)
        {
            run.Work.ShouldBe(MicroWork.Of(s_networks[run.Network]));
            DeviceCatalog.Find(run.Board).Core.ShouldBe(run.Core);
        }
    }

    [Fact]
    public void MeanError_BoardsLeftOutWithSoftwareUnknown_IsAQuarterAtMost() => MicroCalibration.Published.MeanError.ShouldBeLessThanOrEqualTo(0.25);

    // The interval of nine in ten over 24 runs may miss three; a fitted board's own runs lie inside.
    [Fact]
    public void Of_MeasuredBoards_HoldTheMeasuredTimes()
    {
        int inside = 0;
        foreach (MicroRun run in MicroCalibration.Published.Runs)
        {
            DeviceProfile device = DeviceCatalog.Find(run.Board);
            CostReading reading = MicroCost.Of(DeviceCost.Of(s_networks[run.Network], device), s_networks[run.Network], device);
            double measured = run.Cycles / device.Clock.Value;

            reading.Provenance.ShouldBe(Provenance.Calibrated);
            reading.Basis.ShouldContain("MLPerf Tiny v1.2");
            reading.Layers.Count.ShouldBe(s_networks[run.Network].Kernels.Count);
            reading.Layers.ShouldAllBe(l => l.Seconds.Value > 0 && l.Seconds.Low <= l.Seconds.Value && l.Seconds.Value <= l.Seconds.High);
            reading.Seconds.Value.ShouldBeInRange(measured * 0.6, measured * 1.6, $"{run.Board} {run.Network} {run.Software}");
            inside += measured >= reading.Seconds.Low && measured <= reading.Seconds.High ? 1 : 0;
        }

        inside.ShouldBeGreaterThanOrEqualTo(21);
    }

    [Theory]
    [InlineData("nrf52840", Precision.I8, 1, true)]
    [InlineData("nrf52840", Precision.F32, 1, false)]
    [InlineData("nrf52840", Precision.I8, 2, false)]
    [InlineData("alif-e7", Precision.I8, 1, false)]
    [InlineData("raspberry-pi-4", Precision.I8, 1, false)]
    public void Serves_OnlyWhatWasMeasured(string device, Precision precision, int batch, bool serves) =>
        MicroCost.Serves(DeviceCatalog.Find(device), new CostOptions { Precision = precision }, batch).ShouldBe(serves);

    [Fact]
    public void Cycles_CoreNobodyMeasured_NamesThoseThatWere() => Should.Throw<InvalidInputException>(() => MicroCalibration.Published.Cycles("M85", new MicroWork(1, 1, 1))).Message.ShouldContain("M0+");
}
