using Lathe.Graph;
using Lathe.Micro.Checking;

namespace Lathe.Micro.Tests;

public sealed class HostProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-host");

    [SkippableTheory]
    [InlineData("grouped-once")]
    [InlineData("multiply-by-channel")]
    [InlineData("argmax")]
    public void Run_SeveralInputs_AnswersEachAsTheReference(string name)
    {
        HostBuild.Require("gcc");
        CheckCase given = OwnCases.All[name];
        IReadOnlyDictionary<string, TensorData> zeros = given.Inputs.ToDictionary(i => i.Key, i => new TensorData(i.Value.Type, i.Value.Shape, new byte[i.Value.Bytes.Length]));
        CheckCase[] cases = [given, CheckCase.Of(given.Graph, zeros), given];

        IReadOnlyList<IReadOnlyDictionary<string, TensorData>> answers = HostProgram.Run(given.Graph, cases.Select(c => c.Inputs), cases.Length, _folder.FullName);

        cases.Select((c, i) => c.Difference(answers[i])).ShouldAllBe(d => d == null);
        cases[1].Difference(answers[0]).ShouldNotBeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
