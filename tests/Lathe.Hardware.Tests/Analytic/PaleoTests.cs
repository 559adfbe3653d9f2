using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Analytic;

public sealed class PaleoTests
{
    // Titan X of Paleo's device table.
    private static readonly Paleo s_titan = new(6144, 336.5, 1000);

    [Fact]
    public void Layer_ReadComputeWrite_AddUp()
    {
        double flops = 2.0 * 128 * 54 * 54 * 96 * 363, read = 4.0 * ((128 * 224 * 224 * 3) + (11 * 11 * 3 * 96)), written = 4.0 * 128 * 54 * 54 * 96;

        s_titan.ComputeMilliseconds(flops).ShouldBe(flops / 6144e9 * 1e3, 1e-9);
        s_titan.MemoryMilliseconds(read).ShouldBe(read / (1L << 30) / 336.5 * 1e3, 1e-9);
        s_titan.LayerMilliseconds(flops, read, written).ShouldBe(s_titan.ComputeMilliseconds(flops) + s_titan.MemoryMilliseconds(read) + s_titan.MemoryMilliseconds(written), 1e-12);
    }

    [Fact]
    public void Compute_NothingToDo_TakesOneCycle() => s_titan.ComputeMilliseconds(1).ShouldBe(1e-6, 1e-15);

    [Fact]
    public void Compute_PercentOfPeak_DividesTheRate() => new Paleo(6144, 336.5, 1000, 0.62).ComputeMilliseconds(6144e9).ShouldBe(1000 / 0.62, 1e-6);

    // 100 MB over 8 machines at 20 Gbit/s: once takes 40 ms.
    [Theory]
    [InlineData(ExchangeScheme.OneToAll, 560)]
    [InlineData(ExchangeScheme.Tree, 240)]
    [InlineData(ExchangeScheme.Butterfly, 120)]
    [InlineData(ExchangeScheme.ButterflyMixing, 40)]
    public void Exchange_Schemes_TakeTheirRounds(ExchangeScheme scheme, double milliseconds) => s_titan.ExchangeMilliseconds(100e6, 8, 20, scheme).ShouldBe(milliseconds, 1e-9);

    [Fact]
    public void Milliseconds_Network_IsAtLeastTheRoofline()
    {
        Workload workload = Workload.Of(ModelZoo.Create("resnet20"), FusionRules.Of("none"));
        DeviceProfile device = DeviceCatalog.Find("nvidia-v100");

        double roofline = DeviceCost.Of(workload, device).Seconds.Value * 1e3 - (workload.Kernels.Count * device.Launch.Value * 1e3);
        Paleo.Of(device).Milliseconds(workload).ShouldBeGreaterThan(roofline * 0.7);
        Should.Throw<InvalidInputException>(() => Paleo.Of(DeviceCatalog.Find("edge-tpu"))).Message.ShouldContain("roofline");
    }
}
