using Lathe.Onnx.Conformance;

namespace Lathe.Onnx.Tests.Conformance;

/// <summary>The standard's own test vectors; what passes today must go on passing.</summary>
public class ConformanceTests
{
    private const int Passing = 851;

    [SkippableFact]
    public void Run_NodeCases_PassAndNeverCrash()
    {
        ConformanceReport report = Report();

        report.With(ConformanceOutcome.Crashed).ShouldBeEmpty();
        report.With(ConformanceOutcome.Wrong).ShouldBeEmpty();
        report.With(ConformanceOutcome.Unsupported).ShouldAllBe(r => r.Reason.Length > 0);
        (report.Count(ConformanceOutcome.Passed) + report.Count(ConformanceOutcome.Random)).ShouldBeGreaterThanOrEqualTo(Passing);
    }

    [SkippableFact]
    public void Text_OfThisReport_IsThePageInDocs()
    {
        string page = Path.Combine(SourceTree.Root(), "docs", "onnx-support.md");

        File.ReadAllText(page).ShouldBe(ConformancePage.Text(Report()), "Run ./lathe conformance --write docs/onnx-support.md");
    }

    private static ConformanceReport Report()
    {
        Skip.IfNot(Directory.Exists(ConformanceSuite.DebianFolder), "No test vectors: apt-get install libonnx-testdata.");
        return s_report.Value;
    }

    private static readonly Lazy<ConformanceReport> s_report = new(() => ConformanceSuite.Run(ConformanceSuite.DebianFolder));
}
