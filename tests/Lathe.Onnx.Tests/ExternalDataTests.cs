using Lathe.Graph;
using Lathe.Onnx.Schema;

namespace Lathe.Onnx.Tests;

public sealed class ExternalDataTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lathe-onnx-");
    private readonly string _folder;

    public ExternalDataTests()
    {
        _folder = Path.Combine(_root.FullName, "model");
        Directory.CreateDirectory(_folder);
        Directory.CreateDirectory(Path.Combine(_root.FullName, "model-other"));
        foreach (string name in new[] { "outside.bin", "model-other/w.bin", "model/inside.bin" })
        {
            File.WriteAllBytes(Path.Combine(_root.FullName, name), new byte[64]);
        }
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void SaveWithExternalData_ReadBack_IsTheSame()
    {
        float[] values = [.. Enumerable.Range(0, 3000).Select(i => (float)i)];
        ModelGraph graph = OnnxModel.Parse(new ProtoNet(17).Input("x", 3000).Floats("w", [3000], values).Floats("v", [1], 2).Node("Add", ["x", "w"], ["a"]).Node("Mul", ["a", "v"], ["y"]).Output("y").ToBytes());
        string path = Path.Combine(_folder, "big.onnx");

        OnnxModel.SaveWithExternalData(graph, path);

        new FileInfo(path).Length.ShouldBeLessThan(2000);
        new FileInfo(path + ".data").Length.ShouldBe(12000);
        ModelGraph again = OnnxModel.Load(path);
        again.Parameters["w"].ToFloats().ShouldBe(values);
        GraphPrinter.Print(again).ShouldBe(GraphPrinter.Print(graph));
    }

    [Theory]
    [InlineData("../outside.bin")]
    [InlineData("../model-other/w.bin")]
    [InlineData("sub/../../outside.bin")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("/etc/passwd")]
    public void Load_PathLeavesTheFolder_IsRefused(string location) => Refusal(location).ShouldContain("outside the model's folder");

    [Fact]
    public void Load_LinkLeavesTheFolder_IsRefused()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link.bin"), Path.Combine(_root.FullName, "model-other", "w.bin"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "sub"), "../model-other");
        File.CreateSymbolicLink(Path.Combine(_folder, "circle.bin"), "circle.bin");

        Refusal("link.bin").ShouldContain("outside the model's folder");
        Refusal("sub/w.bin").ShouldContain("outside the model's folder");
        Refusal("circle.bin").ShouldContain("outside the model's folder");
    }

    [Fact]
    public void Load_LinkInsideTheFolder_IsFollowed()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "link.bin"), "inside.bin");

        OnnxModel.Load(Write("link.bin", "0", "8")).Parameters["w"].Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("60", "8")]
    [InlineData("-4", "8")]
    [InlineData("0", "12")]
    [InlineData("9223372036854775807", "8")]
    [InlineData("x", "8")]
    public void Load_RangeOutsideTheFile_IsRefused(string offset, string length) =>
        Should.Throw<InvalidInputException>(() => OnnxModel.Load(Write("inside.bin", offset, length))).Message.ShouldContain("'w'");

    [Fact]
    public void Load_FileIsAbsent_SaysWhichTensorNeedsIt() => Refusal("absent.bin").ShouldContain("not beside the model");

    [Fact]
    public void Parse_ExternalDataWithoutFolder_IsRefused() =>
        Should.Throw<InvalidInputException>(() => OnnxModel.Parse(File.ReadAllBytes(Write("inside.bin", "0", "8")))).Message.ShouldContain("'w'");

    [Fact]
    public void Save_FolderIsAbsent_SaysSoAndLeavesNothing()
    {
        ModelGraph graph = OnnxModel.Load(Write("inside.bin", "0", "8"));

        Should.Throw<InvalidInputException>(() => OnnxModel.Save(graph, Path.Combine(_folder, "absent", "m.onnx"))).Message.ShouldContain("cannot be written");
    }

    [Fact]
    public void Save_OverAnOldFile_LeavesOneWholeFile()
    {
        string path = Write("inside.bin", "0", "8");

        OnnxModel.Save(OnnxModel.Load(path), path);

        OnnxModel.Load(path).Parameters["w"].Count.ShouldBe(2);
        Directory.GetFiles(_folder, "*.tmp").ShouldBeEmpty();
    }

    private string Refusal(string location) => Should.Throw<InvalidInputException>(() => OnnxModel.Load(Write(location, "0", "8"))).Message;

    private string Write(string location, string offset, string length)
    {
        ProtoNet net = new ProtoNet(17).Input("x", 2).Node("Add", ["x", "w"], ["y"]).Output("y");
        var tensor = new TensorProto { Name = "w", DataType = 1, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.Dims.Add(2);
        foreach ((string key, string value) in new[] { ("location", location), ("offset", offset), ("length", length) })
        {
            tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        net.Graph.Initializer.Add(tensor);
        string path = Path.Combine(_folder, "m.onnx");
        File.WriteAllBytes(path, net.ToBytes());
        return path;
    }
}
