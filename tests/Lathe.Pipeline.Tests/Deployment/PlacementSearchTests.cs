using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Deployment;

public class PlacementSearchTests
{
    /// <summary>What is faster depends on the machine; that the answer is whole, consistent and deployable does not.</summary>
    [SkippableFact]
    public void Find_ResNet8_DecidesEveryLayerAndTheResultRunsThatWay()
    {
        ModelGraph prepared = StaticQuantizer.Prepare(ModelZoo.Create("resnet8", new ModelOptions { Classes = 10, Input = [1, 28, 28], Key = RandomKey.FromSeed(1) }));
        QuantizationPlan whole = QuantizationPlan.Of(prepared, []);
        IReadOnlyDictionary<string, ActivationScale> scales = Calibrate(prepared, whole);
        Placement placement = Search(prepared, scales);

        byte[] deployed = OnnxModel.ToBytes(QdqWriter.Write(prepared, QuantizationPlan.Of(prepared, [], [.. placement.Floating]), scales, 63));

        placement.Layers.Select(l => l.Layer).ShouldBe(whole.Layers.Select(l => l.Name));
        placement.Layers.ShouldAllBe(l => l.Reason.Length > 0 && (l.OtherwiseMs > 0 || l.Reason.StartsWith("its neighbours", StringComparison.Ordinal)));
        placement.ChosenMs!.Value.ShouldBeLessThan(Math.Min(placement.AllIntegerMs!.Value, placement.AllFloatMs!.Value) * 1.15);
        IReadOnlyDictionary<string, int> operators = OptimizedOperators.Of(deployed);
        operators.Where(o => o.Key is "QLinearConv" or "QGemm").Sum(o => o.Value).ShouldBe(placement.Layers.Count(l => l.Integer));
        operators.Keys.ShouldNotContain("Cast");
    }

    [SkippableTheory]
    [InlineData("stage1/block1/conv1")]
    [InlineData("stage1/block1/conv1", "stage2/block1/conv2", "head")]
    [InlineData("stem", "stage2/block1/conv1", "stage2/block1/conv2", "stage2/block1/shortcut")]
    [InlineData("stage3/block1/conv1", "stage3/block1/conv2")]
    public void Write_AnyPlacement_RunsInOnnxRuntimeAsPlanned(params string[] floating)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(ModelZoo.Create("resnet8", new ModelOptions { Classes = 10, Input = [1, 28, 28], Key = RandomKey.FromSeed(1) }));
        IReadOnlyDictionary<string, ActivationScale> scales = Calibrate(prepared, QuantizationPlan.Of(prepared, []));
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], floating);

        IReadOnlyDictionary<string, int> operators = Operators(QdqWriter.Write(prepared, plan, scales, 63));

        operators.Where(o => o.Key is "QLinearConv" or "QGemm").Sum(o => o.Value).ShouldBe(plan.Layers.Count);
        operators.Where(o => o.Key is "Conv" or "FusedConv" or "Gemm").Sum(o => o.Value).ShouldBe(plan.WeightOnly.Count);
    }

    [SkippableFact]
    public void Write_AllLayersInFloatingPoint_IsFoldedByOnnxRuntimeWhenItLoads()
    {
        ModelGraph prepared = StaticQuantizer.Prepare(ModelZoo.Create("resnet8", new ModelOptions { Classes = 10, Input = [1, 28, 28], Key = RandomKey.FromSeed(1) }));
        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], [.. QuantizationPlan.Of(prepared, []).Layers.Select(l => l.Name)]);

        ModelGraph stored = QdqWriter.Write(prepared, plan, new Dictionary<string, ActivationScale>(), 63);

        IReadOnlyDictionary<string, int> folded = Operators(stored), plain = Operators(prepared);
        folded.ShouldBe(plain, ignoreOrder: true);
        OnnxModel.ToBytes(stored).Length.ShouldBeLessThan(OnnxModel.ToBytes(prepared).Length / 3);
        ModelComparison.Run(stored, null, 2, RandomKey.FromSeed(2)).LargestRelative.ShouldBeLessThan(1e-5);
    }

    private static IReadOnlyDictionary<string, ActivationScale> Calibrate(ModelGraph prepared, QuantizationPlan plan)
    {
        using TensorScope scope = TensorScope.Begin();
        return ActivationCalibrator.Calibrate(prepared, plan, [RandomInputs.Make(prepared, 4, RandomKey.FromSeed(3))], CalibrationMethod.MinMax);
    }

    private static Placement Search(ModelGraph prepared, IReadOnlyDictionary<string, ActivationScale> scales)
    {
        try
        {
            return new PlacementSearch(TimeProvider.System, new PlacementOptions { PassSeconds = 0.3, Passes = 4 }).Find(prepared, scales, 63, new float[28 * 28]);
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }

    private static IReadOnlyDictionary<string, int> Operators(ModelGraph graph)
    {
        try
        {
            return OptimizedOperators.Of(OnnxModel.ToBytes(graph));
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }
}
