using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Analytic.Advice;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Readings;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Analytic;

public sealed class CostAdvisorTests
{
    private static readonly DeviceProfile s_t4 = DeviceCatalog.Find("nvidia-t4"), s_pi = DeviceCatalog.Find("raspberry-pi-4");

    [Fact]
    public void Advice_ChannelsOffTheTile_SavesWhatTheNarrowerNetworkSaves()
    {
        double At(int channels) => DeviceCost.Of(Work(Nets.Pointwise(channels)), s_pi).Seconds.Value;

        CostAdvice advice = CostAdvisor.Of(Work(Nets.Pointwise(97)), s_pi).Single(a => a.Change.StartsWith("channels", StringComparison.Ordinal));

        advice.Change.ShouldBe("channels 97 -> 96 (whole tiles)");
        advice.SecondsSaved.ShouldBe(At(97) - At(96), 1e-12);
        advice.Text.ShouldContain($"saves {100 * advice.ShareOfLayer:0.#} % of its time");
        CostAdvisor.Of(Work(Nets.Pointwise(96)), s_pi).ShouldNotContain(a => a.Change.StartsWith("channels", StringComparison.Ordinal));
    }

    [Fact]
    public void Advice_MemoryBoundDenseLayer_SavesWhatItsQuantizedWeightsSave()
    {
        ModelGraph net = ModelZoo.Create("lenet-300-100");
        CostReading now = DeviceCost.Of(Work(net), s_pi), quantized = DeviceCost.Of(Work(net), s_pi, new CostOptions { WeightBits = 8 });
        now.Layers[0].Bound.ShouldBe(Bound.Memory);

        CostAdvice advice = CostAdvisor.Of(Work(net), s_pi).First(a => a.Layer == now.Layers[0].Name && a.Change.Contains("weights", StringComparison.Ordinal));

        advice.SecondsBefore.ShouldBe(now.Layers[0].Seconds.Value, 1e-15);
        advice.SecondsAfter.ShouldBe(quantized.Layers[0].Seconds.Value, 1e-15);
        advice.JoulesAfter.ShouldBe(quantized.Layers[0].Joules.Value, 1e-15);
        advice.Text.ShouldStartWith($"{now.Layers[0].Name} is memory-bound: quantizing its weights to 8 bits saves ");
    }

    [Fact]
    public void Advice_SmallKernelsOnAGraphicsProcessor_TellsWhatStartingThemTakes()
    {
        ModelGraph net = ModelZoo.Create("resnet8");
        CostReading now = DeviceCost.Of(Work(net), s_t4);

        CostAdvice advice = CostAdvisor.Of(Work(net), s_t4)[0];

        advice.Layer.ShouldBe("The network");
        advice.SecondsSaved.ShouldBe(now.Layers.Count * s_t4.Launch.Value, 1e-12);
    }

    [Theory]
    [InlineData("resnet8")]
    [InlineData("mobilenetv1")]
    public void Advice_EveryDevice_NeverPromisesMoreThanAllOfIt(string model)
    {
        ModelGraph net = ModelZoo.Create(model);
        foreach (DeviceProfile device in DeviceCatalog.All())
        {
            IReadOnlyList<CostAdvice> advice = CostAdvisor.Of(Workload.Of(net, FusionRules.Of(device.Backend)), device);

            advice.Count.ShouldBeLessThanOrEqualTo(8);
            advice.ShouldAllBe(a => a.ShareOfLayer > 0 && a.ShareOfLayer <= 1 && a.ShareOfNetwork <= 1);
            advice.Select(a => a.SecondsSaved).ShouldBeInOrder(SortDirection.Descending);
        }
    }

    [Fact]
    public void Chart_LayersStayUnderTheRoofs()
    {
        ModelGraph net = ModelZoo.Create("resnet8");
        foreach (DeviceProfile device in DeviceCatalog.All())
        {
            var options = new CostOptions();
            RooflineChart chart = RooflineChart.Of(DeviceCost.Of(Workload.Of(net, FusionRules.Of(device.Backend)), device, options), device, options);

            double peak = chart.Peaks.Max(p => p.PerSecond), bandwidth = chart.Bandwidths.Max(b => b.PerSecond);
            chart.Marks.ShouldAllBe(m => m.OperationsPerSecond <= peak * 1.0001 && m.OperationsPerSecond <= m.Intensity * bandwidth * 1.0001);
            chart.Marks.Sum(m => m.Share).ShouldBe(1, 1e-9);
        }
    }

    private static Workload Work(ModelGraph net, int batch = 1) => Workload.Of(net, FusionRules.Of("onnxruntime"), batch);
}
