using Lathe.Graph;
using Lathe.Micro.Arena;
using Lathe.Runtime;
using Lathe.Runtime.Tests.Patches;
using Lathe.Tensors;

namespace Lathe.Micro.Tests;

public class PatchSearchTests
{
    [Fact]
    public void Fit_LimitThatPatchesReach_TakesTheFewestProductsThatFitAndComputesTheSame()
    {
        IntegerGraph graph = PatchNetworks.Residual(192);
        ArenaMap whole = ArenaMapper.Plan(graph);
        long limit = whole.Plan.Bytes - 600;

        PatchChoice choice = PatchSearch.Fit(graph, limit)!;

        choice.Arena.Plan.Bytes.ShouldBeLessThanOrEqualTo((int)limit);
        choice.Overhead.ShouldBeInRange(0, 1);
        PatchSearch.Fit(graph, limit - 200)!.Overhead.ShouldBeGreaterThanOrEqualTo(choice.Overhead);
        var input = new Dictionary<string, TensorData> { ["x"] = OwnCases.RandomCodes(graph.Inputs[0], RandomKey.FromSeed(1)) };
        new IntegerExecutor(choice.Arena.Graph, choice.Arena.Plan).Run(input)["y"].ToIntegers().ShouldBe(new IntegerExecutor(graph).Run(input)["y"].ToIntegers());
    }

    [Fact]
    public void Fit_NetworkThatFitsAsItIs_LeavesItAlone() => PatchSearch.Fit(PatchNetworks.Residual(24), 100_000).ShouldBeNull();

    [Fact]
    public void Fit_LimitBelowTheInput_GivesTheSmallestThereIs()
    {
        IntegerGraph graph = PatchNetworks.Residual(192);

        PatchChoice choice = PatchSearch.Fit(graph, 10)!;

        choice.Arena.Plan.Bytes.ShouldBeInRange(graph.Inputs[0].Bytes, ArenaMapper.Plan(graph).Plan.Bytes - 1);
    }

    [Fact]
    public void Write_PatchedNetwork_HoldsEachWeightOnce()
    {
        IntegerGraph split = PatchSearch.Fit(PatchNetworks.Residual(192), 10)!.Graph;

        string source = CWriter.Write(split).Files.Single(f => f.Name == "residual.c").Text;

        source.Split("first_patch_0_weights[").Length.ShouldBe(2);
        source.ShouldNotContain("first_patch_1_weights[");
    }
}
