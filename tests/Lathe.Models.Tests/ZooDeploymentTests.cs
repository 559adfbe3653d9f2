using Lathe.Compression.Pruning;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Graph.Rewriting;
using Lathe.Onnx;
using Lathe.Pipeline.Verification;
using Lathe.Tensors;

namespace Lathe.Models.Tests;

/// <summary>What becomes of the networks after training: exported, prepared, pruned.</summary>
public sealed class ZooDeploymentTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Export_EveryNetwork_RunsEquallyInOnnxRuntime(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, SmallSetting.For(name));

        Difference(graph, null).ShouldBeLessThan(1e-3);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void PrepareForInference_EveryNetwork_KeepsItsAnswers(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, SmallSetting.For(name));

        byte[] prepared = OnnxModel.ToBytes(StandardPasses.PrepareForInference.Run(graph));

        Difference(graph, prepared).ShouldBeLessThan(1e-3);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Prune_EveryNetwork_IsSmallerAndStillRunsInBothEngines(string name)
    {
        ModelGraph graph = ModelZoo.Create(name, SmallSetting.For(name));

        ModelGraph pruned = StructuredPruner.Prune(graph, new PruneOptions { Ratio = 0.5, Global = false }).Graph;

        GraphCost.Of(pruned).Total.Macs.ShouldBeLessThan(GraphCost.Of(graph).Total.Macs * 8 / 10);
        Difference(pruned, null).ShouldBeLessThan(1e-3);
    }

    private static double Difference(ModelGraph graph, byte[]? deployed)
    {
        try
        {
            return ModelComparison.Run(graph, deployed, 2, RandomKey.FromSeed(4)).LargestRelative;
        }
        catch (MissingDependencyException missing)
        {
            throw new SkipException(missing.Message);
        }
    }
}
