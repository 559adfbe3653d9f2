using Lathe.Hardware.Analytic;
using Lathe.Models;

namespace Lathe.Hardware.Tests.Analytic;

public sealed class WorkloadTests
{
    [Fact]
    public void Of_NothingFused_IsOneKernelForEachNode()
    {
        Workload workload = Workload.Of(Nets.Residual(), FusionRules.Of("none"));

        workload.Kernels.Select(k => k.Operators).ShouldBe(["Conv", "BatchNormalization", "Relu", "Conv", "BatchNormalization", "Add", "Relu"]);
        workload.ActivationElements(workload.Kernels[0]).ShouldBe((3 * 64) + (4 * 64));
    }

    [Fact]
    public void Of_OnnxRuntime_MovesTheTensorsOfAFusedBlockOnce()
    {
        Workload workload = Workload.Of(Nets.Residual(), FusionRules.Of("onnxruntime"));

        workload.Kernels.Select(k => k.Operators).ShouldBe(["Conv+BatchNormalization+Relu", "Conv+BatchNormalization+Add+Relu"]);
        workload.ActivationElements(workload.Kernels[0]).ShouldBe((3 * 64) + (4 * 64));
        // The second reads the first's output once for both of its uses.
        workload.ActivationElements(workload.Kernels[1]).ShouldBe(2 * 4 * 64);
        workload.Kernels[0].WeightElements.ShouldBe((4 * 3 * 9) + 4);
        workload.Kernels[0].Macs.ShouldBe(64 * 4 * 27);
    }

    [Fact]
    public void Of_CmsisNn_AddsApart()
    {
        Workload workload = Workload.Of(Nets.Residual(), FusionRules.Of("cmsis-nn"));

        workload.Kernels.Select(k => k.Operators).ShouldBe(["Conv+BatchNormalization+Relu", "Conv+BatchNormalization", "Add+Relu"]);
    }

    // MLPerf Tiny reference models, counted in their shipped files.
    [Theory]
    [InlineData("ds-cnn", 2_656_768, 22_604)]
    [InlineData("mobilenetv1", 7_489_664, 210_850)]
    [InlineData("resnet8", 12_501_632, 77_706)]
    [InlineData("fc-autoencoder", 264_192, 265_864)]
    public void Of_MlPerfTiny_HasThePublishedWorkAndFoldedParameters(string name, long macs, long parameters)
    {
        Workload workload = Workload.Of(ModelZoo.Create(name), FusionRules.Of("cmsis-nn"));

        workload.Macs.ShouldBe(macs);
        workload.WeightElements.ShouldBe(parameters);
        workload.Kernels.Where(k => k.Product is not null).ShouldAllBe(k => k.Product!.Value.Macs == k.Macs);
    }

    [Theory]
    [InlineData("mobilenetv3-small")]
    [InlineData("shufflenetv2")]
    [InlineData("densenet-small")]
    public void Of_EveryBackend_CoversEachNodeOnceAndNeverReadsWhatIsNotMade(string name)
    {
        Lathe.Graph.ModelGraph graph = ModelZoo.Create(name, new ModelOptions { Input = [3, 32, 32] });
        Lathe.Graph.Readings.GraphCost cost = Lathe.Graph.Readings.GraphCost.Of(graph);
        foreach (string backend in FusionRules.Names)
        {
            Workload workload = Workload.Of(graph, cost, FusionRules.Of(backend));

            workload.Macs.ShouldBe(cost.Total.Macs);
            string[] nodes = [.. workload.Kernels.SelectMany(k => k.Nodes)];
            nodes.Distinct().Count().ShouldBe(nodes.Length);
            var made = new HashSet<int>(workload.Inputs);
            foreach (Kernel kernel in workload.Kernels)
            {
                kernel.Reads.ShouldAllBe(b => made.Contains(b), $"{backend}: {kernel.Name} ({kernel.Operators})");
                made.UnionWith(kernel.Writes);
            }

            workload.Outputs.ShouldAllBe(b => made.Contains(b));
        }
    }

    [Fact]
    public void Of_UnknownBackend_NamesTheKnownOnes() => Should.Throw<InvalidInputException>(() => FusionRules.Of("tvm")).Message.ShouldContain("onnxruntime");
}
