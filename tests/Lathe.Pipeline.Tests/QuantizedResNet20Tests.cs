using System.Globalization;
using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Hardware;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Exporting;
using Lathe.Pipeline.Verification;
using Lathe.Runtime.Ops;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;
using Xunit.Abstractions;

namespace Lathe.Pipeline.Tests;

/// <summary>
/// A network trained by others, on CIFAR-10 (JPEG copy): what 8 bits cost, and whether we compute what is deployed. On 800 images
/// of the test set, or as many as LATHE_RESNET20_IMAGES says; the whole set has 5,000 and takes a minute.
/// </summary>
public class QuantizedResNet20Tests(ITestOutputHelper output)
{
    private const string CountVariable = "LATHE_RESNET20_IMAGES";
    private const int FewImages = 800;

    [SkippableFact]
    public void Quantize_ResNet20_LosesHalfAPointAtMostAndBothEnginesAgree()
    {
        ModelGraph graph = OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx"));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        int count = int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int wanted) ? wanted : FewImages;
        DataSplit test = data.Test.Take(count);
        int limit = MachineDescription.Detect().HasIntegerDotProducts ? WeightQuantizer.FullLimit : new QuantizeOptions().WeightLimit;

        ModelGraph quantized = StaticQuantizer.Quantize(graph, CalibrationBatches.From(graph, data.Validation, 256), new QuantizeOptions { WeightLimit = limit });

        byte[] deployed = OnnxModel.ToBytes(quantized);
        int[] theirs = DeployedModel.Predict(deployed, test), ours = Evaluator.Predict(quantized, test);
        double before = DeployedModel.Accuracy(OnnxModel.ToBytes(graph), test), after = Share(theirs, test.Label), agreement = Share(ours, i => theirs[i]);
        output.WriteLine(FormattableString.Invariant($"{test.Count} images: float {before:P2}, int8 {after:P2} ({OptimizedOperators.Describe(OptimizedOperators.Of(deployed))}), agreement {agreement:P2}"));
        ((before - after) * 100).ShouldBeLessThanOrEqualTo(count > FewImages ? 0.5 : 1);
        agreement.ShouldBeGreaterThanOrEqualTo(0.995);
    }

    /// <summary>All 8 bits of weights, on a processor with or without integer dot products: what is deployed is what the codes say.</summary>
    [SkippableFact]
    public void UnsignedWeights_OfAllBits_AgreeInBothEngines()
    {
        ModelGraph graph = OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx"));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        DataSplit test = data.Test.Take(200);
        ModelGraph signed = StaticQuantizer.Quantize(graph, CalibrationBatches.From(graph, data.Validation, 64), new QuantizeOptions { WeightLimit = WeightQuantizer.FullLimit });

        ModelGraph unsigned = UnsignedWeights.Apply(signed);

        byte[] deployed = OnnxModel.ToBytes(unsigned);
        int[] expected = Evaluator.Predict(signed, test), theirs = DeployedModel.Predict(deployed, test), saturated = DeployedModel.Predict(OnnxModel.ToBytes(signed), test);
        output.WriteLine(FormattableString.Invariant($"agreement with the codes: unsigned {Share(theirs, i => expected[i]):P1}, signed {Share(saturated, i => expected[i]):P1}; {OptimizedOperators.Describe(OptimizedOperators.Of(deployed))}"));
        OptimizedOperators.Of(deployed).Keys.ShouldContain("QLinearConv");
        Evaluator.Predict(unsigned, test).ShouldBe(expected);
        Share(theirs, i => expected[i]).ShouldBeGreaterThanOrEqualTo(0.99);
        UnsignedWeights.Apply(unsigned).ShouldBeSameAs(unsigned);
    }

    [Fact]
    public void UnsignedWeights_Lowered_AreTheSameIntegers()
    {
        ModelGraph graph = StaticQuantizer.Prepare(ModelZoo.Create("resnet8", new ModelOptions { Width = 0.25, Key = RandomKey.FromSeed(1) }));
        IReadOnlyDictionary<string, Tensor>[] inputs = [RandomInputs.Make(graph, 1, RandomKey.FromSeed(2))];
        ModelGraph signed = StaticQuantizer.Quantize(graph, inputs, new QuantizeOptions { WeightLimit = WeightQuantizer.FullLimit }), unsigned = UnsignedWeights.Apply(signed);

        unsigned.Parameters.Values.ShouldContain(p => p.Type == DType.UInt8 && p.Shape.Rank == 4);
        Codes(unsigned).ShouldBe(Codes(signed));

        string[] Codes(ModelGraph quantized) => [.. CExport.Lower(quantized, inputs).Ops.OfType<WeightedOp>().Select(o => Convert.ToHexString(o.Weights.Packed.Span))];
    }

    private static double Share(int[] classes, Func<int, int> expected) => classes.Where((c, i) => c == expected(i)).Count() / (double)classes.Length;
}
