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

/// <summary>Post-training methods on a network trained by others and real images: what is deployed.</summary>
public class PostTrainingOnResNet20Tests(ITestOutputHelper output)
{
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
}
