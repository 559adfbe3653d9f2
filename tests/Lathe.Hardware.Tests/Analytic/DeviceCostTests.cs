using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Analytic;

public sealed class DeviceCostTests
{
    private static readonly DeviceProfile s_t4 = DeviceCatalog.Find("nvidia-t4");

    // Tiles of eight output channels on the matrix units: 96 fill them, 97 to 104 cost the same.
    [Fact]
    public void PaddedMacs_ChannelsOffTheTile_CostAWholeOne()
    {
        var half = new CostOptions { Precision = Precision.F16 };
        LayerReading At(int channels) => DeviceCost.Of(Workload.Of(Nets.Pointwise(channels), FusionRules.Of("tensorrt"), batch: 64), s_t4, half).Layers[0];

        At(96).PaddedMacs.ShouldBe(At(96).Macs);
        At(100).PaddedMacs.ShouldBe(At(104).PaddedMacs);
        At(100).PaddedMacs.ShouldBeGreaterThan(At(96).PaddedMacs);
        At(100).Utilisation.ShouldBeLessThan(1);
    }

    [Fact]
    public void Time_ByHand_IsTheSlowerOfArithmeticAndMemoryPlusLaunch()
    {
        DeviceProfile pi = DeviceCatalog.Find("raspberry-pi-4");
        LayerReading layer = DeviceCost.Of(Workload.Of(Nets.Pointwise(64), FusionRules.Of("onnxruntime")), pi).Layers[0];

        double compute = 2.0 * 256 * 64 * 64 / 57.6e9 / 0.62, memory = 4.0 * ((2 * 64 * 256) + (64 * 64)) / 8e9 / 0.72;
        layer.Seconds.Value.ShouldBe(Math.Max(compute, memory) + 3e-6, 1e-12);
        layer.Bound.ShouldBe(Bound.Compute);
        layer.Seconds.Low.ShouldBeLessThan(layer.Seconds.Value);
        layer.Seconds.High.ShouldBeGreaterThan(layer.Seconds.Value);
    }

    [Fact]
    public void Engine_DepthwiseLayer_DoesNotUseMatrixUnits()
    {
        LayerReading layer = DeviceCost.Of(Workload.Of(Nets.Depthwise(64), FusionRules.Of("tensorrt"), batch: 256), s_t4, new CostOptions { Precision = Precision.F16 }).Layers[0];

        // 32-bit vector rate, because the catalog has no 16-bit one.
        (2.0 * layer.Macs / layer.Seconds.Low).ShouldBeLessThan(8.14e12);
    }

    [Fact]
    public void Of_EveryDevice_GivesWholeReadings()
    {
        Workload workload = Workload.Of(ModelZoo.Create("resnet8"), FusionRules.Of("cmsis-nn"));
        foreach (DeviceProfile device in DeviceCatalog.All())
        {
            CostReading reading = DeviceCost.Of(workload, device);

            reading.Layers.Count.ShouldBe(workload.Kernels.Count);
            reading.Seconds.Low.ShouldBeInRange(1e-9, reading.Seconds.Value, device.Name);
            reading.Seconds.High.ShouldBeGreaterThan(reading.Seconds.Value);
            reading.Energy.Total.ShouldBe(reading.Joules.Value, reading.Joules.Value * 1e-9);
            reading.Energy.Compute.ShouldBeGreaterThan(0);
            reading.Utilisation.ShouldBeInRange(1e-9, 1);
            reading.CarbonGrams.ShouldBe(reading.Joules.Value / 3.6e6 * 475, 1e-15);
            reading.Provenance.ShouldBe(Provenance.Analytic);
            reading.Basis.ShouldContain("roofline");
        }
    }

    [Fact]
    public void Of_ResNet8InBytes_NeedsTheKnownMemory()
    {
        CostReading reading = DeviceCost.Of(Workload.Of(ModelZoo.Create("resnet8"), FusionRules.Of("cmsis-nn")), DeviceCatalog.Find("nucleo-l4r5zi"));

        // 32x32x16 three times: the block's input for the shortcut, its first result, its second.
        reading.PeakRamBytes.ShouldBe(49152);
        reading.FlashBytes.ShouldBe(77706);
        reading.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Problems_NetworkTooLargeForTheChip_SaysWhatDoesNotFit()
    {
        CostReading reading = DeviceCost.Of(Workload.Of(ModelZoo.Create("vgg-small"), FusionRules.Of("cmsis-nn"), batch: 4), DeviceCatalog.Find("nrf52840"));

        reading.Problems.Count.ShouldBe(2);
        reading.Problems.ShouldContain(p => p.Contains("weights") && p.Contains("flash"));
    }

    [Fact]
    public void Of_PrecisionTheDeviceLacks_IsSaidAndRunsAtTheWiderRate()
    {
        CostReading reading = DeviceCost.Of(Workload.Of(ModelZoo.Create("resnet8"), FusionRules.Of("onnxruntime")), DeviceCatalog.Find("epyc-7763"), new CostOptions { Precision = Precision.I8 });

        reading.Problems.ShouldContain(p => p.Contains("i8"));
    }

    [Fact]
    public void Of_FormatNoUnitCanRun_NamesTheOnesThatRun() =>
        Should.Throw<InvalidInputException>(() => DeviceCost.Of(Workload.Of(Nets.Pointwise(8), FusionRules.Of("npu")), DeviceCatalog.Find("edge-tpu"), new CostOptions { Precision = Precision.F32 })).Message.ShouldContain("i8");

    [Fact]
    public void Of_ResNet56OnTwentyNineDevices_TakesMilliseconds()
    {
        Workload workload = Workload.Of(ModelZoo.Create("resnet56"), FusionRules.Of("onnxruntime"));
        DeviceProfile[] devices = [.. DeviceCatalog.All().Take(29)];
        void Price()
        {
            foreach (DeviceProfile device in devices)
            {
                DeviceCost.Of(workload, device).Seconds.Value.ShouldBeGreaterThan(0);
            }
        }

        Price();
        double best = Enumerable.Range(0, 10).Min(_ => ThreadTime.Milliseconds(Price));

        best.ShouldBeLessThan(50);
    }

    [Fact]
    public void Training_Adam_KeepsTwoStatesAndEveryActivation()
    {
        Workload workload = Workload.Of(ModelZoo.Create("resnet8"), FusionRules.Of("none"), batch: 8);
        TrainingCost plain = TrainingCost.Of(workload, s_t4, optimizerStates: 0), adam = TrainingCost.Of(workload, s_t4, optimizerStates: 2), split = TrainingCost.Of(workload, s_t4, segments: 4);

        (adam.Bytes - plain.Bytes).ShouldBe(8.0 * workload.WeightElements);
        adam.Seconds.ShouldBeGreaterThan(plain.Seconds);
        split.ActivationBytes.ShouldBeLessThan(plain.ActivationBytes);
        split.Seconds.ShouldBeGreaterThan(plain.Seconds);
        TrainingCost.Of(workload, s_t4, 1, Precision.F16).ActivationBytes.ShouldBe(plain.ActivationBytes / 2);
    }
}
