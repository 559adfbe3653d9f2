using System.Globalization;
using Lathe.Compression.Quantization;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;
using Lathe.Tensors.Memory;
using Lathe.Training.Data;
using Lathe.Training.Loops;
using Xunit.Abstractions;

namespace Lathe.Pipeline.Tests;

/// <summary>
/// Post-training methods on a network trained by others and real images. On few images, or as many as LATHE_CALIBRATION_IMAGES says: the
/// memory of calibration must not depend on it.
/// </summary>
public class PostTrainingOnResNet20Tests(ITestOutputHelper output)
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
        TensorAllocator.Shared.ResetPeak();
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0;
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            ActivationCalibrator.Calibrate(prepared, plan, Watched(CalibrationBatches.From(prepared, data.Train, Images)), method).Count.ShouldBe(plan.Values.Count);
        }

        output.WriteLine(FormattableString.Invariant($"{Images} images, every method: at most {most / 1e6:F0} MB"));
        most.ShouldBeLessThan(Limit);

        IEnumerable<T> Watched<T>(IEnumerable<T> batches)
        {
            foreach (T batch in batches)
            {
                yield return batch;
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before + TensorAllocator.Shared.PeakBytes);
            }
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

        TensorAllocator.Shared.ResetPeak();
        long before = GC.GetTotalMemory(forceFullCollection: true) + TensorAllocator.Shared.LiveBytes, managed = 0;
        using (new Timer(_ => managed = Math.Max(managed, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 5))
        {
            technique.Apply(context, new CompressedModel { Graph = graph }, technique.Settings.Bind(settings));
        }

        long most = managed + TensorAllocator.Shared.PeakBytes - before;
        output.WriteLine(FormattableString.Invariant($"{method}, {Images} images: at most {most / 1e6:F0} MB"));
        most.ShouldBeInRange(1, Limit);
    }

    [SkippableTheory]
    [InlineData("gptq")]
    [InlineData("weight-only")]
    [InlineData("dynamic")]
    [InlineData("smoothquant")]
    [InlineData("data-free")]
    public void Apply_ResNet20_RunsInOnnxRuntimeAsItDoesHere(string method)
    {
        ModelGraph graph = OnnxModel.Load(TestData.Require("onnx/resnet20_cifar10.onnx"));
        Dataset data = DatasetCatalog.Open("cifar10-jpeg", RandomKey.FromSeed(0));
        ITechnique technique = TechniqueCatalog.Find("quantize", method)!;
        var context = new TechniqueContext { Data = data, Key = RandomKey.FromSeed(0), FineTuner = new NoTraining(), Cost = _ => new MacsCost(), Quick = true, Say = output.WriteLine };

        CompressedModel result = technique.Apply(context, new CompressedModel { Graph = graph }, technique.Settings.Bind(new Dictionary<string, string>()));

        byte[] deployed = OnnxModel.ToBytes(result.Coded!);
        DataSplit images = data.Validation.Take(100);
        int[] ours = Evaluator.Predict(result.Coded!, images), theirs = Predict(deployed, images);
        ours.Zip(theirs).Count(p => p.First == p.Second).ShouldBeGreaterThanOrEqualTo(97);
        output.WriteLine(FormattableString.Invariant($"{method}: {deployed.Length:N0} bytes of {OnnxModel.ToBytes(graph).Length:N0}; {theirs.Where((c, i) => c == images.Label(i)).Count()} of 100 right"));
    }

    private static int[] Predict(byte[] model, DataSplit images)
    {
        try
        {
            return DeployedModel.Predict(model, images);
        }
        catch (MissingDependencyException missing)
        {
            throw new SkipException(missing.Message);
        }
    }

    private sealed class NoTraining : IFineTuner
    {
        public int StepsPerEpoch => 0;

        public int Epochs(FitRequest request) => 0;

        public ModelGraph Fit(ModelGraph graph, FitRequest request) => graph;
    }
}
