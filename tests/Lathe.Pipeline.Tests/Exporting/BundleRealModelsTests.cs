using Lathe.Compression.Bundles;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Exporting;

namespace Lathe.Pipeline.Tests.Exporting;

public class BundleRealModelsTests
{
    [SkippableTheory]
    [MemberData(nameof(RealModels.Names), MemberType = typeof(RealModels))]
    public void ToBytes_RealModel_IsSmallerAndComesBackIdentical(string name)
    {
        string path = RealModels.Require(name);
        ModelGraph graph = OnnxModel.Load(path);

        byte[] bytes = Bundle.ToBytes(graph);
        ModelGraph again = Bundle.Read(new MemoryStream(bytes));

        bytes.Length.ShouldBeLessThan((int)new FileInfo(path).Length);
        OnnxModel.ToBytes(again).AsSpan().SequenceEqual(OnnxModel.ToBytes(graph)).ShouldBeTrue();
        GraphPrinter.Print(again).ShouldBe(GraphPrinter.Print(graph));
    }

    [SkippableFact]
    public void Export_ToABundleAndBack_IsTheSameOnnxFile()
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require("hey_rhasspy_v0.1.onnx"));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("lathe-bundle");
        try
        {
            string bundle = Path.Combine(folder.FullName, "net.lathe"), onnx = Path.Combine(folder.FullName, "net.onnx");

            ModelExport.Bundle(graph, bundle).ShouldBe((int)new FileInfo(bundle).Length);
            ModelFile.IsBundle(bundle).ShouldBeTrue();
            ModelExport.OnnxAsItIs(ModelFile.Load(bundle), onnx);

            ModelFile.IsBundle(onnx).ShouldBeFalse();
            File.ReadAllBytes(onnx).ShouldBe(OnnxModel.ToBytes(graph));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
