using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

public class RecipeReaderTests
{
    [Fact]
    public void Parse_ManyMistakes_AreReportedTogetherWithLines()
    {
        const string Text = """
            model: resnet8
            target:
              latency: 0.5 parsecs
            steps:
              - train: { epochs: -1, speed: 3 }
              - polish: { }
            """;

        InvalidInputException error = Should.Throw<InvalidInputException>(() => RecipeReader.Parse(Text, "bad.yaml"));

        error.ExitCode.ShouldBe(2);
        error.Message.ShouldContain("line 5: step train has no setting 'speed'");
        error.Message.ShouldContain("train.epochs is '-1'");
        error.Message.ShouldContain("there is no step 'polish'");
        error.Message.ShouldContain("latency is '0.5 parsecs'");
        error.Message.ShouldContain("it lacks 'data'");
    }

    [Theory]
    [InlineData("device: abacus", "There is no device 'abacus'")]
    [InlineData("device: mine.json", "'mine.json' does not exist")]
    [InlineData("device: agent://somewhere", "agent://HOST:PORT")]
    [InlineData("energy: 2 KB", "energy is '2 KB'; expected a number above 0 and a unit: mJ, uJ, J, or % of the baseline")]
    [InlineData("latency: -5 ms", "latency is '-5 ms'; expected a number above 0")]
    [InlineData("ram: 0 KB", "ram is '0 KB'")]
    [InlineData("flash: Infinity MB", "flash is 'Infinity MB'")]
    [InlineData("carbon: 3 tons", "expected a number above 0 and a unit: ug, mg, g")]
    [InlineData("wattage: 3 W", "target has no key 'wattage'")]
    public void Parse_TargetThatCannotBe_IsOneSentenceWithItsLine(string target, string saying)
    {
        InvalidInputException error = Should.Throw<InvalidInputException>(() => RecipeReader.Parse($"model: lenet5\ndata: mnist\ntarget:\n  {target}\nsteps: [ {{ train: {{ epochs: 2 }} }} ]", "bad.yaml"));

        error.ExitCode.ShouldBe(2);
        error.Message.ShouldContain(saying);
        error.Message.Split('\n').Length.ShouldBe(2);
        error.Message.ShouldContain("line 4");
    }

    [Theory]
    [InlineData("country: Atlantis\n", "prune: { ratio: 0.5 }", "No carbon intensity is known for 'Atlantis'")]
    [InlineData("target: { energy: 1 mJ }\n", "prune: { until: energy }", "needs a device of the catalog")]
    [InlineData("target: { device: stm32u575 }\n", "prune: { until: ram }", "needs target.ram")]
    public void Parse_CombinationsThatCannotWork_AreRefused(string head, string step, string saying) =>
        Should.Throw<InvalidInputException>(() => RecipeReader.Parse($"model: lenet5\ndata: mnist\n{head}steps: [ {step} ]", "bad.yaml")).Message.ShouldContain(saying);

    [Fact]
    public void Parse_DeviceTarget_IsRead()
    {
        RecipeTarget target = RecipeReader.Parse("model: lenet5\ndata: mnist\ntarget: { device: agent://board:7077, energy: 20 uJ, ram: 64 KB, flash: 1 MB, carbon: 2 mg }\nsteps: [ { train: { epochs: 2 } } ]", "good.yaml").Target;

        target.Device.ShouldBe("agent://board:7077");
        target.Energy!.Amount.ShouldBe(0.02, 1e-12);
        target.Ram!.Amount.ShouldBe(65_536);
        target.Flash!.Amount.ShouldBe(1_048_576);
        target.Carbon!.Amount.ShouldBe(2_000);
    }

    [Fact]
    public void Parse_Units_AreConverted()
    {
        Recipe recipe = RecipeReader.Parse("model: lenet5\ndata: mnist\ntarget: { latency: 500 us, size: 60 KB, accuracy-drop: 1.5 % }\nsteps: [ { train: { epochs: 2 } } ]", "good.yaml");

        recipe.Target.Latency!.Amount.ShouldBe(0.5);
        recipe.Target.Size!.Amount.ShouldBe(61440);
        recipe.Target.AccuracyDropPoints.ShouldBe(1.5);
        recipe.Steps[0].Int("epochs", 0).ShouldBe(2);
    }
}
