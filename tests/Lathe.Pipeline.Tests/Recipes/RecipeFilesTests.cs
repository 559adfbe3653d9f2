using Lathe.Models;
using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Tests.Recipes;

/// <summary>The recipes that come with Lathe are sound.</summary>
public class RecipeFilesTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(SourceTree.Root(), "recipes"), "*.yaml").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Recipe_OfTheRepository_CanBeReadAndNamesAZooNetwork(string file)
    {
        Recipe recipe = RecipeReader.Parse(File.ReadAllText(Path.Combine(SourceTree.Root(), "recipes", file)), file);

        ModelZoo.Knows(recipe.Model).ShouldBeTrue();
        recipe.Steps.ShouldNotBeEmpty();
        recipe.Data.ShouldNotBeEmpty();
    }

    [Fact]
    public void Recipes_AreThere() => Directory.GetFiles(Path.Combine(SourceTree.Root(), "recipes")).Length.ShouldBeGreaterThanOrEqualTo(6);
}
