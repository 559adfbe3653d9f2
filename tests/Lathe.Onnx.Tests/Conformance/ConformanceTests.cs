using Lathe.Onnx.Conformance;

namespace Lathe.Onnx.Tests.Conformance;

/// <summary>The standard's own test vectors; what passes today must go on passing.</summary>
public class ConformanceTests
{
    [SkippableTheory]
    [InlineData("node", 888)]
    [InlineData("pytorch-converted", 66)]
    [InlineData("pytorch-operator", 24)]
    [InlineData("simple", 7)]
    public void Run_StandardCases_PassAndNeverCrash(string folder, int passing)
    {
        ConformanceReport report = Report(folder);

        report.With(ConformanceOutcome.Crashed).ShouldBeEmpty();
        report.With(ConformanceOutcome.Wrong).ShouldBeEmpty();
        report.With(ConformanceOutcome.Unsupported).ShouldAllBe(r => r.Reason.Length > 0);
        (report.Count(ConformanceOutcome.Passed) + report.Count(ConformanceOutcome.Random)).ShouldBeGreaterThanOrEqualTo(passing, report.ToString());
    }

    [SkippableFact]
    public void Text_OfThisReport_IsThePageInDocs()
    {
        string page = Path.Combine(SourceTree.Root(), "docs", "onnx-support.md");

        File.ReadAllText(page).ShouldBe(ConformancePage.Text(Report("node")), "Run ./lathe conformance --write docs/onnx-support.md");
    }

    private static ConformanceReport Report(string folder)
    {
        string path = Path.Combine(Path.GetDirectoryName(ConformanceSuite.DebianFolder)!, folder);
        Skip.IfNot(Directory.Exists(path), "No test vectors: apt-get install libonnx-testdata.");
        return ConformanceSuite.Run(path);
    }
}
