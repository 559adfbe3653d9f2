using Lathe.Compression.Patterns;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

/// <summary>Sparsity and pruning techniques as steps of recipes, to the deployed file.</summary>
public class SparsityStepTests
{
    private const string Start = "model: resnet8\ndata: synthetic-images\nwidth: 0.25\nseed: 3\nsteps:\n  - train: { epochs: 1, batch: 32, rate: 0.05 }\n";

    /// <summary>Zeros of the first step survive training by every later one, distillation and another sparsity step included.</summary>
    [SkippableFact]
    public void Run_LaterSteps_KeepTheZeros()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run($"{Start}  - sparsify: {{ method: magnitude, sparsity: 0.6, schedule: cubic, epochs: 1, batch: 32 }}\n  - distill: {{ epochs: 1, batch: 32 }}\n  - sparsify: {{ method: block, sparsity: 0.7, rows: 4, columns: 1, epochs: 1, batch: 32 }}\n");

        result.Variants.Count.ShouldBe(2);
        ModelGraph deployed = OnnxModel.Load(run.Folder().File("models", "compressed.onnx"));
        double zeros = 0, count = 0;
        foreach (string weight in CompressibleWeights.Of(deployed))
        {
            WeightMask mask = WeightMask.Of(deployed.Parameters[weight].AsSpan<float>());
            (zeros, count) = (zeros + mask.Pruned, count + mask.Count);
        }

        (zeros / count).ShouldBeGreaterThanOrEqualTo(0.69);
        File.Exists(run.Folder().File("models", "packed-4x1.bin")).ShouldBeTrue();
    }

    [SkippableTheory]
    [InlineData("fpgm")]
    [InlineData("fisher")]
    [InlineData("activation")]
    public void Run_NewCriteria_DriveTheLoopOfThePruneStep(string method)
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run($"{Start}  - prune: {{ method: {method}, until: macs, to: 60 %, epochs: 0 }}\n");

        ((double)result.Variants[1].Macs / result.Variants[0].Macs).ShouldBeInRange(0.4, 0.6);
    }

    [SkippableFact]
    public void Run_Gate_DeploysAGraphThatBranches()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run($"{Start}  - prune: {{ method: slimming, ratio: 0.2, epochs: 1, batch: 32 }}\n  - gate: {{ method: channels, epochs: 1, batch: 32 }}\n");

        OnnxModel.Load(run.Folder().File("models", "compressed.onnx")).Nodes.Count(n => n.OpType == "If").ShouldBe(1);
        result.Variants[1].ValidationAccuracy.ShouldBeGreaterThan(0);
        Directory.GetFiles(run.Folder().File("tables", "")).Select(Path.GetFileName).ShouldContain("2-gate-savings.json");
    }

    [SkippableFact]
    public void Run_UnknownCriterion_NamesTheOnesThereAre() =>
        Should.Throw<InvalidInputException>(() => new TemporaryRun().Run($"{Start}  - prune: {{ method: best }}\n")).Message.ShouldContain("fpgm");
}
