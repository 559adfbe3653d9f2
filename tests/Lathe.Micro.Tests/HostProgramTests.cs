using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Micro.Checking;
using Lathe.Micro.Kernels;
using Lathe.Runtime;
using Lathe.Runtime.Tests.Patches;
using Lathe.Tensors;

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

    /// <summary>Kernels with special instructions want room of their own; the same network in portable C must not be given it.</summary>
    [SkippableFact]
    public void Run_NetworkPatchedForAnotherCore_AnswersAsTheReference()
    {
        HostBuild.Require("gcc");
        IntegerGraph graph = PatchNetworks.Residual(192), patched = PatchSearch.Fit(graph, 10, KernelSet.Dsp)!.Graph;
        var input = new Dictionary<string, TensorData> { ["x"] = OwnCases.RandomCodes(graph.Inputs[0], RandomKey.FromSeed(2)) };

        IReadOnlyList<IReadOnlyDictionary<string, TensorData>> answers = HostProgram.Run(patched, [input], 1, _folder.FullName);

        answers[0]["y"].ToIntegers().ShouldBe(new IntegerExecutor(graph).Run(input)["y"].ToIntegers());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
