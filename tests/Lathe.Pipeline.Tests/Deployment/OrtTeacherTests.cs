using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Tensors;

namespace Lathe.Pipeline.Tests.Deployment;

public sealed class OrtTeacherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lathe-teacher").FullName;

    [SkippableFact]
    public void Answer_OfAFile_IsThatOfTheGraph()
    {
        ModelGraph graph = ModelZoo.Create("resnet8", new ModelOptions { Classes = 5, Input = [1, 12, 12], Width = 0.5, Key = RandomKey.FromSeed(3) });
        string path = Path.Combine(_folder, "teacher.onnx");
        OnnxModel.Save(graph, path);
        using OrtTeacher? teacher = OrtTeacher.TryOpen(path);
        Skip.If(teacher is null, "ONNX Runtime is not here.");
        using TensorScope scope = TensorScope.Begin();
        float[] values = new float[3 * 144];
        RandomKey.FromSeed(4).FillNormal(values);
        Tensor input = Tensor.From<float>(values, new Shape(3, 1, 12, 12)).ToLayout(MemoryLayout.ChannelsLast);
        using var executor = new GraphExecutor(graph);

        Tensor answer = teacher!.Answer(input);

        teacher.Name.ShouldBe("teacher.onnx");
        answer.Shape.ShouldBe(new Shape(3, 5));
        answer.ToArray<float>().ShouldBe(executor.Run(input).ToArray<float>(), 1e-4f);
    }

    [Fact]
    public void TryOpen_OfOtherNames_IsNull()
    {
        OrtTeacher.TryOpen("baseline").ShouldBeNull();
        OrtTeacher.TryOpen(Path.Combine(_folder, "absent.onnx")).ShouldBeNull();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
