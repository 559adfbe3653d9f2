using System.Text.RegularExpressions;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tests;

namespace Lathe.Compression.Tests.Techniques;

/// <summary>What every technique owes: a new one is tested here by being there.</summary>
public partial class TechniqueConformanceTests
{
    public static TheoryData<string, string> Techniques
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (ITechnique technique in TechniqueCatalog.All)
            {
                data.Add(technique.Info.Step, technique.Info.Method);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Info_IsWhole(string step, string method)
    {
        TechniqueInfo info = TechniqueCatalog.Find(step, method)!.Info;

        Name().IsMatch(info.Step).ShouldBeTrue();
        Name().IsMatch(info.Method).ShouldBeTrue();
        info.Summary.ShouldEndWith(".");
        info.Paper.ShouldMatch(@"\d{4}");
        TechniqueCatalog.All.Count(t => t.Info.Step == step && t.Info.Method == method).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Page_ExistsWithItsAnchor(string step, string method)
    {
        string[] page = TechniqueCatalog.Find(step, method)!.Info.Page.Split('#');

        string text = File.ReadAllText(Path.Combine(SourceTree.Root(), "docs", "methods", page[0]));

        if (page.Length > 1)
        {
            Headings().Matches(text).Select(m => Anchor(m.Groups[1].Value)).ShouldContain(page[1]);
        }

        text.ShouldContain("Measured");
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Settings_TakeTheirOwnDefaults(string step, string method)
    {
        ITechnique technique = TechniqueCatalog.Find(step, method)!;

        technique.Problems(technique.Settings.Bind(new Dictionary<string, string>())).ShouldBeEmpty();
        foreach (Setting setting in technique.Settings.All)
        {
            Name().IsMatch(setting.Name).ShouldBeTrue();
            setting.Help.ShouldEndWith(".");
        }
    }

    /// <summary>With its defaults on a small residual network: a network of the same outputs comes back, or one sentence says why not.</summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_OnASmallNetwork_GivesAWholeNetworkAndTheSameTwice(string step, string method)
    {
        ITechnique technique = TechniqueCatalog.Find(step, method)!;

        CompressedModel? first = Apply(technique), second = Apply(technique);

        (first is null).ShouldBe(second is null);
        foreach ((ModelGraph? a, ModelGraph? b) in first is null ? [] : new[] { (first.Graph, second!.Graph), (first.Coded, second.Coded) })
        {
            (a is null).ShouldBe(b is null);
            if (a is not null)
            {
                float[] outputs = Outputs(a);
                outputs.Length.ShouldBe(8 * SmallNet.Classes);
                outputs.ShouldAllBe(v => float.IsFinite(v));
                Outputs(b!).ShouldBe(outputs);
            }
        }
    }

    private static CompressedModel? Apply(ITechnique technique)
    {
        ModelGraph graph = SmallNet.Create();
        try
        {
            return technique.Apply(new Trial { AskedEpochs = technique.Info.Trains ? 1 : null }.Context, new CompressedModel { Graph = graph, Baseline = graph }, technique.Settings.Bind(new Dictionary<string, string>()));
        }
        catch (InvalidInputException refused)
        {
            refused.Message.ShouldNotBeNullOrWhiteSpace();
            return null;
        }
    }

    private static float[] Outputs(ModelGraph graph)
    {
        GraphVerifier.Verify(graph);
        using TensorScope scope = TensorScope.Begin();
        using var executor = new GraphExecutor(graph);
        return executor.Run(SmallNet.Samples(8)).ToArray<float>();
    }

    private static string Anchor(string heading) => NotAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"^#+\s+(.+)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex NotAnchor();
}
