using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests;

public class VerifyRealModelsTests
{
    [SkippableTheory]
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void Run_RealModel_AgreesWithOnnxRuntime(string name)
    {
        string path = RealModels.Require(name);
        ModelGraph graph = OnnxModel.Load(path);

        ModelComparison.Run(graph, File.ReadAllBytes(path), 1, RandomKey.FromSeed(1)).LargestRelative.ShouldBeLessThan(1e-3);
        ModelComparison.Run(graph, null, 1, RandomKey.FromSeed(2)).LargestRelative.ShouldBeLessThan(1e-3);
    }
}
