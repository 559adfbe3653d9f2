using Lathe.Compression.Techniques;
using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

public class TechniqueStepRecipeTests
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

    /// <summary>Every technique is a step of recipes with its own settings, and those of training where it trains.</summary>
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Parse_StepOfATechnique_TakesItsSettingsAndNoOthers(string step, string method)
    {
        ITechnique technique = TechniqueCatalog.Find(step, method)!;
        string training = technique.Info.Trains ? ", epochs: 1, batch: 32" : "";

        RecipeStep read = Parse($"{step}: {{ method: {method}{training} }}").Steps[1];
        string message = Should.Throw<InvalidInputException>(() => Parse($"{step}: {{ method: {method}, no-such-setting: 1 }}")).Message;

        TechniqueSteps.Find(read).ShouldBe(technique);
        message.ShouldContain("no-such-setting");
        foreach (Setting setting in technique.Settings.All)
        {
            message.ShouldContain(setting.Name);
        }
    }

    [Fact]
    public void Parse_UnknownMethod_ListsTheMethods()
    {
        string message = Should.Throw<InvalidInputException>(() => Parse("quantize: { method: nothing }")).Message;

        message.ShouldContain("quantize.method is 'nothing'");
        message.ShouldContain("half");
    }

    [Theory]
    [InlineData("quantize: { mode: ptq }", "train: { epochs: 1 }", "train would lose the codes that quantize (line 5) made")]
    [InlineData("quantize: { method: half }", "prune: { ratio: 0.5 }", "prune would lose the codes that quantize (half) (line 5) made")]
    public void Parse_StepThatLosesAnEarlierOne_IsRefusedWithTheReason(string first, string second, string expected)
    {
        string message = Should.Throw<InvalidInputException>(() => RecipeReader.Parse($"model: lenet5\ndata: mnist\nsteps:\n  - train: {{ epochs: 1 }}\n  - {first}\n  - {second}\n", "bad.yaml")).Message;

        message.ShouldContain(expected);
        message.ShouldContain("line 6");
    }

    [Fact]
    public void Parse_CodesMadeAnewLater_IsAccepted() => Parse("quantize: { method: half }\n  - prune: { ratio: 0.5 }\n  - quantize: { method: half }").Steps.Count.ShouldBe(4);

    [Fact]
    public void Parse_StepThatLosesNothing_IsAccepted() => Parse("prune: { ratio: 0.5 }\n  - quantize: { method: half }").Steps.Count.ShouldBe(3);

    private static Recipe Parse(string step) => RecipeReader.Parse($"model: lenet5\ndata: mnist\nsteps:\n  - train: {{ epochs: 1 }}\n  - {step}\n", "test.yaml");
}
