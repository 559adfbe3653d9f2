using System.Globalization;
using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Tensors;
using Lathe.Training.Data;
using Xunit.Abstractions;

namespace Lathe.Pipeline.Tests.Memory;

/// <summary>Calibration on few images, or as many as LATHE_CALIBRATION_IMAGES says: its memory must not depend on it.</summary>
[Collection(MemoryCollection.Name)]
public class CalibrationMemoryTests(ITestOutputHelper output)
{
    private const string CountVariable = "LATHE_CALIBRATION_IMAGES";
    private const int FewImages = 64;
    private const long Limit = 300_000_000;

    private static int Images => int.TryParse(Environment.GetEnvironmentVariable(CountVariable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int wanted) ? wanted : FewImages;

    [SkippableFact]
    public void Calibrate_EveryMethod_StaysUnder300Megabytes()
    {
        ModelGraph prepared = StaticQuantizer.Prepare(OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx")));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        QuantizationPlan plan = QuantizationPlan.Of(prepared, []);
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            int ranges = 0;
            long most = LiveMemory.PeakOf(() => ranges = ActivationCalibrator.Calibrate(prepared, plan, CalibrationBatches.From(prepared, data.Train, Images), method).Count);

            ranges.ShouldBe(plan.Values.Count);
            Judge(method.ToString(), most);
        }
    }

    /// <summary>What learns from layers' inputs keeps statistics of them, not the inputs.</summary>
    [SkippableTheory]
    [InlineData("gptq", "")]
    [InlineData("awq", "")]
    [InlineData("adaround", "steps=10")]
    [InlineData("smoothquant", "")]
    [InlineData("bias-correction", "")]
    public void Apply_AnyNumberOfImages_StaysUnder300Megabytes(string method, string more)
    {
        ModelGraph graph = OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx"));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        ITechnique technique = TechniqueCatalog.Find("quantize", method)!;
        var context = new TechniqueContext { Data = data with { Validation = data.Train.Take(Images) }, Key = RandomKey.FromSeed(0), FineTuner = new NoTraining(), Cost = _ => new MacsCost() };
        var settings = new Dictionary<string, string> { ["samples"] = Images.ToString(CultureInfo.InvariantCulture) };
        if (more.Split('=') is [var name, var value])
        {
            settings[name] = value;
        }

        Judge(method, LiveMemory.PeakOf(() => technique.Apply(context, new CompressedModel { Graph = graph }, technique.Settings.Bind(settings))));
    }

    private void Judge(string method, long most)
    {
        output.WriteLine(FormattableString.Invariant($"{method}, {Images} images: at most {most / 1e6:F0} MB"));
        most.ShouldBeInRange(1, Limit);
    }
}
