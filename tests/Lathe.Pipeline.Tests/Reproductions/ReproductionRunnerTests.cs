using System.Text.Json;
using Lathe.Pipeline.Reproductions;
using Lathe.Pipeline.Runs;
using Lathe.Pipeline.Tests.Runs;

namespace Lathe.Pipeline.Tests.Reproductions;

public class ReproductionRunnerTests
{
    [SkippableFact]
    public void Run_TwoCases_WritesTableClaimsCurvesAndSettings()
    {
        using var run = new TemporaryRun();
        string root = run.Folder().Path, work = Path.Combine(root, "work"), results = Path.Combine(root, "results");
        var runner = new ReproductionRunner(TimeProvider.System, run.Observer);

        ReproductionOutcome outcome = OrSkip(() => runner.Run(new Sample(), work, results, quick: true, CancellationToken.None));

        outcome.Rows.Count.ShouldBe(2);
        string page = File.ReadAllText(Path.Combine(results, "README.md"));
        page.ShouldContain("| sure | 1 | 2 | yes |");
        page.ShouldContain("| not so | 2 | 1 | **no** |");
        page.ShouldContain("A quick run");
        File.ReadAllLines(Path.Combine(results, "curve.tsv")).Count(l => l.StartsWith("second\t0-prune-0\t1\t", StringComparison.Ordinal)).ShouldBe(1);
        string settings = File.ReadAllText(Path.Combine(results, "recipe.lock.yaml"));
        settings.ShouldContain("model: $RUNS/first");
        settings.ShouldNotContain(root);
        using JsonDocument result = JsonDocument.Parse(File.ReadAllText(Path.Combine(results, "result.json")));
        result.RootElement.GetProperty("Claims").GetArrayLength().ShouldBe(2);
    }

    [SkippableFact]
    public void Run_Again_TakesFinishedCasesAndAddsUpTheTime()
    {
        using var run = new TemporaryRun();
        string root = run.Folder().Path, work = Path.Combine(root, "work"), results = Path.Combine(root, "results");
        var runner = new ReproductionRunner(TimeProvider.System, run.Observer);
        ReproductionOutcome first = OrSkip(() => runner.Run(new Sample(), work, results, quick: true, CancellationToken.None));
        string spent = File.ReadAllText(Path.Combine(work, "seconds.txt"));
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(work, "second", "result.json"));

        ReproductionOutcome again = runner.Run(new Sample(), work, results, quick: true, CancellationToken.None);

        again.Rows.SelectMany(r => r).ShouldBe(first.Rows.SelectMany(r => r));
        File.GetLastWriteTimeUtc(Path.Combine(work, "second", "result.json")).ShouldBe(written);
        double.Parse(File.ReadAllText(Path.Combine(work, "seconds.txt")), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(double.Parse(spent, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnown() => Should.Throw<InvalidInputException>(() => ReproductionCatalog.Find("nothing")).Message.ShouldContain("iterative-vs-one-shot");

    private static ReproductionOutcome OrSkip(Func<ReproductionOutcome> run)
    {
        try
        {
            return run();
        }
        catch (MissingDependencyException missing)
        {
            Skip.If(true, missing.Message);
            throw;
        }
    }

    private sealed class Sample : Reproduction
    {
        public override string Name => "sample";

        public override string Summary => "Two runs.";

        public override string Paper => "Nobody 2026";

        public override ReproductionOutcome Run(ReproductionContext context)
        {
            RunResult first = context.RunCase("first", "model: resnet8\ndata: synthetic-images\nwidth: 0.25\nsteps: [ train: { epochs: 1, batch: 64 } ]");
            RunResult second = context.RunCase("second", $"model: {context.CaseFolder("first")}\ndata: synthetic-images\nsteps: [ prune: {{ ratio: 0.5, epochs: 1, batch: 64 }} ]");
            return new ReproductionOutcome(["case", "accuracy"], [["first", $"{first.Best.TestAccuracy:R}"], ["second", $"{second.Named("compressed").TestAccuracy:R}"]], [new Claim("sure", "1", "2", true), new Claim("not so", "2", "1", false)]);
        }
    }
}
