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
