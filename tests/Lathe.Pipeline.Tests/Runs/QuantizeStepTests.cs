using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

public class QuantizeStepTests
{
    private const string Start = "model: resnet8\ndata: synthetic-images\nwidth: 0.25\nseed: 5\nsteps:\n  - train: { epochs: 1, batch: 32, rate: 0.05 }\n";

    [SkippableFact]
    public void Run_WhereFaster_RecordsThePlacementAndRepeatsItFromTheLockFile()
    {
        using var run = new TemporaryRun();
        RunResult first = run.Run(Start + "  - quantize: { where: faster, samples: 32 }\n", "first", quick: true);
        string locked = File.ReadAllText(run.Folder("first").File("recipe.lock.yaml"));

        RunResult again = run.Run(locked, "again");

        again.Placement!.Layers.Select(l => (l.Layer, l.Integer)).ShouldBe(first.Placement!.Layers.Select(l => (l.Layer, l.Integer)));
        again.Placement.Layers.ShouldAllBe(l => l.Reason == "as recorded in recipe.lock.yaml");
        File.ReadAllBytes(run.Folder("again").File("models", "compressed-int8.onnx")).ShouldBe(File.ReadAllBytes(run.Folder("first").File("models", "compressed-int8.onnx")));
    }

    [SkippableFact]
    public void Run_DecisionInTheLockFile_IsWhatIsDeployed()
    {
        using var run = new TemporaryRun();
        run.Run(Start + "  - quantize: { where: faster, samples: 32 }\n", "first", quick: true);
        string locked = File.ReadAllText(run.Folder("first").File("recipe.lock.yaml"));
        int line = locked.IndexOf("1-quantize/float:", StringComparison.Ordinal);

        RunResult result = run.Run(string.Concat(locked.AsSpan(0, line), "1-quantize/float: stem head\n"), "chosen");

        result.Placement!.Floating.ShouldBe(["stem", "head"]);
        OptimizedOperators.Describe(result.Variants[^1].Operators).ShouldStartWith("8 of 10 products in integers");
    }

    [SkippableTheory]
    [InlineData("ptq")]
    [InlineData("qat, epochs: 2, batch: 32")]
    public void Run_WhereAll_RunsEveryLayerInIntegers(string mode)
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run($"{Start}  - quantize: {{ where: all, samples: 32, mode: {mode} }}\n  - evaluate: {{}}\n  - deploy: [ onnx-int8 ]\n");

        result.Variants.Select(v => v.Name).ShouldBe(["baseline", "compressed-int8"]);
        OptimizedOperators.Describe(result.Variants[^1].Operators).ShouldBe("10 of 10 products in integers (QLinearConv 9, QGemm 1)");
        run.Observer.Said.ShouldContain(s => s.StartsWith("evaluate: validation accuracy", StringComparison.Ordinal));
        File.ReadAllText(run.Folder().File("metrics.jsonl")).ShouldContain("2-evaluate");
    }
}
