using System.Globalization;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

public class PruneStepTests
{
    private const string Start = "model: resnet8\ndata: synthetic-images\nwidth: 0.25\nseed: 3\nsteps:\n  - train: { epochs: 1, batch: 32, rate: 0.05 }\n";

    [SkippableTheory]
    [InlineData("one-shot", "macs", 1)]
    [InlineData("iterative", "macs", 2)]
    [InlineData("one-shot", "size", 1)]
    public void Run_UntilAFigure_MeetsItAndRemovesNoMoreThanItTakes(string schedule, string figure, int rounds)
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run($"{Start}  - prune: {{ until: {figure}, to: 50 %, schedule: {schedule}, rounds: 2, epochs: 0 }}\n");

        Variant baseline = result.Variants[0], pruned = result.Variants.Single(v => v.Name == "compressed");
        double share = figure == "macs" ? (double)pruned.Macs / baseline.Macs : (double)pruned.FileBytes / baseline.FileBytes;
        share.ShouldBeInRange(0.35, 0.5);
        result.Targets.Single(t => t.Target == "prune " + figure).Met.ShouldBeTrue();
        result.Variants.Count.ShouldBe(1 + rounds);
        run.Observer.Said.Count(s => s.StartsWith("prune round", StringComparison.Ordinal)).ShouldBe(rounds);
    }

    [SkippableFact]
    public void Run_UnreachableLimit_KeepsTheSmallestAndSaysSo()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run(Start + "  - prune: { until: macs, to: 0.1 %, keep: 0.5, epochs: 0 }\n");

        result.AllMet.ShouldBeFalse();
        result.Targets.Single(t => t.Target == "prune macs").Met.ShouldBeFalse();
        result.Variants[1].Macs.ShouldBeLessThan(result.Variants[0].Macs / 2);
    }

    [SkippableFact]
    public void Run_UntilAccuracy_StopsBeforeTheNetworkIsRuined()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run("model: lenet-300-100\ndata: synthetic-images\nwidth: 0.2\nsteps:\n  - train: { epochs: 3, batch: 32, rate: 0.05 }\n  - prune: { until: accuracy, to: 5 %, ratio: 0.5, rounds: 6, epochs: 1, batch: 32, rate: 0.01 }\n");

        result.Variants[1].Macs.ShouldBeLessThan(result.Variants[0].Macs);
        (result.Variants[0].ValidationAccuracy - result.Variants[1].ValidationAccuracy).ShouldBeLessThanOrEqualTo(0.0501);
    }

    [SkippableFact]
    public void Run_RecordedDecision_IsNotMeasuredAgain()
    {
        using var run = new TemporaryRun();
        run.Run(Start + "  - prune: { until: macs, to: 50 %, epochs: 0 }\n", "first");
        string locked = File.ReadAllText(run.Folder("first").File("recipe.lock.yaml"));
        Recipe recipe = RecipeReader.Parse(locked, "recipe.lock.yaml");
        double ratio = double.Parse(recipe.Locked!.Decisions["1-prune/ratio-0"], CultureInfo.InvariantCulture);

        RunResult again = run.Run(locked.Replace($"ratio-0: {recipe.Locked.Decisions["1-prune/ratio-0"]}", "ratio-0: 0.1", StringComparison.Ordinal), "second");

        ratio.ShouldBeGreaterThan(0.2);
        ((double)again.Variants[1].Macs / again.Variants[0].Macs).ShouldBeInRange(0.6, 0.99);
    }
}
