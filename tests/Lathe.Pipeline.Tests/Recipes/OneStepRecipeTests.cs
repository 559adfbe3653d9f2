using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

public class OneStepRecipeTests
{
    [Fact]
    public void Make_Settings_BecomeTheOnlyStep()
    {
        Recipe recipe = OneStepRecipe.Make("prune", "a: strange, {path}.onnx", "mnist", 7, new Dictionary<string, string> { ["until"] = "macs", ["to"] = "50 %" });

        recipe.Model.ShouldBe("a: strange, {path}.onnx");
        recipe.Seed.ShouldBe(7);
        RecipeStep step = recipe.Steps.ShouldHaveSingleItem();
        step.Kind.ShouldBe("prune");
        step.Text("to", "").ShouldBe("50 %");
    }

    [Fact]
    public void Make_WrongSettings_AreNamedTogetherWithoutLines()
    {
        string message = Should.Throw<InvalidInputException>(() => OneStepRecipe.Make("train", "resnet8", "mnist", 0, new Dictionary<string, string> { ["epochs"] = "none", ["rate"] = "-1" })).Message;

        message.ShouldContain("train.epochs is 'none'");
        message.ShouldContain("train.rate is '-1'");
        message.ShouldNotContain("line ");
    }

    [Theory]
    [InlineData("train")]
    [InlineData("prune")]
    [InlineData("distill")]
    [InlineData("quantize")]
    public void Settings_OfEveryStep_HoldThoseOfTraining(string kind) => OneStepRecipe.Settings(kind).ShouldContain("epochs");
}
