using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Tests;

public class QuantizeAccuracyTests
{
    [SkippableTheory]
    [InlineData(CalibrationMethod.MinMax, 0.02)]
    [InlineData(CalibrationMethod.Percentile, 0.01)]
    [InlineData(CalibrationMethod.Entropy, 0.02)]
    [InlineData(CalibrationMethod.Mse, 0.01)]
    public void Quantize_ResNet20_KeepsAccuracyAndAgreesWithOurGraph(CalibrationMethod method, double drop)
    {
        ModelGraph graph = OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx"));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        DataSplit test = data.Test.Take(200);

        ModelGraph quantized = StaticQuantizer.Quantize(graph, CalibrationBatches.From(graph, data.Validation, 64), new QuantizeOptions { Calibration = method });

        byte[] bytes = OnnxModel.ToBytes(quantized);
        double before = DeployedModel.Accuracy(OnnxModel.ToBytes(graph), test), after = DeployedModel.Accuracy(bytes, test);
        after.ShouldBeGreaterThanOrEqualTo(before - drop);
        int[] theirs = DeployedModel.Predict(bytes, test), ours = Evaluator.Predict(quantized, test, 100);
        ours.Zip(theirs, (a, b) => a == b ? 1.0 : 0).Average().ShouldBeGreaterThanOrEqualTo(0.99);
    }
}
