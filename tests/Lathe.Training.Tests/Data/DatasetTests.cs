using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data;

public class DatasetTests
{
    private static readonly Shape s_shape = new(1, 1, 1);

    [Fact]
    public void Create_ImbalancedClasses_ValidatesTheSameShareOfEach()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i < 200 ? 0 : i < 290 ? 1 : 2)];
        Dataset data = Dataset.Create("made-up", s_shape, Images(labels), Images([0, 1, 2]), RandomKey.FromSeed(1));

        Count(data.Validation).ShouldBe([20, 9, 1]);
        Count(data.Train).ShouldBe([180, 81, 9]);
    }

    [Fact]
    public void Create_SameKey_GivesTheSameParts()
    {
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 2)];
        int[] Part(int seed) => StratifiedSplit.Carve(labels, 0.1, RandomKey.FromSeed(seed), "made-up").Part;

        Part(3).ShouldBe(Part(3));
        Part(3).ShouldNotBe(Part(4));
    }

    [Theory]
    [InlineData(new[] { 0, 0, 1, 1 }, new[] { 2 }, "test sample 0 has label 2")]
    [InlineData(new[] { 0, 0, -1, 1 }, new[] { 1 }, "training sample 2 has label -1")]
    [InlineData(new int[0], new[] { 1 }, "It needs some of each")]
    [InlineData(new[] { 0, 0 }, new int[0], "It needs some of each")]
    [InlineData(new[] { 0 }, new[] { 0 }, "too few to fit")]
    public void Create_LabelsThatDoNotFit_AreOneError(int[] train, int[] test, string expected)
    {
        InvalidInputException error = Should.Throw<InvalidInputException>(() => Dataset.Create("made-up", s_shape, Images(train), Images(test), RandomKey.FromSeed(1)));

        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void Create_PixelsThatDoNotFit_AreOneError() =>
        Should.Throw<InvalidInputException>(() => Dataset.Create("made-up", new Shape(1, 2, 2), Images([0, 0, 1, 1]), Images([0]), RandomKey.FromSeed(1))).Message.ShouldContain("4 bytes of training images");

    private static LabelledImages Images(int[] labels) => new(new byte[labels.Length], labels);

    private static int[] Count(DataSplit split) => [.. Enumerable.Range(0, split.Count).GroupBy(split.Label).OrderBy(g => g.Key).Select(g => g.Count())];
}
