using FsCheck;
using FsCheck.Fluent;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity;
using Lathe.Compression.Sparsity.Masks;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Sparsity;

public class MaskSelectionTests
{
    [Fact]
    public void Mark_AnyNumbers_TakesExactlyTheSmallest() =>
        Prop.ForAll(Gen.Choose(-5, 5).ArrayOf().ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (numbers, count) =>
        {
            float[] values = Array.ConvertAll(numbers, n => (float)n);
            bool[] marked = SmallestElements.Mark(values, count);
            float[] taken = [.. values.Where((_, i) => marked[i]).Order()];
            return taken.SequenceEqual(values.Order().Take(count));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.999)]
    public void Choose_Global_IsExactAndTakesTheLeastOfAll(double sparsity)
    {
        Dictionary<string, float[]> scores = Scores((3000, 1), (500, 3), (40, 10));

        IReadOnlyDictionary<string, WeightMask> masks = MaskSelection.Choose(scores, sparsity, SparsityScope.Global);

        int pruned = masks.Values.Sum(m => m.Pruned);
        pruned.ShouldBe((int)Math.Round(3540 * sparsity));
        if (sparsity < 0.99)
        {
            double most = masks.SelectMany(m => m.Value.Zeros.ToArray().Select(i => scores[m.Key][i])).Max();
            masks.SelectMany(m => m.Value.Kept().Zip(scores[m.Key]).Where(k => k.First).Select(k => k.Second)).ShouldAllBe(s => s >= most);
        }
    }

    [Fact]
    public void Choose_PerLayer_IsExactInEveryLayer()
    {
        IReadOnlyDictionary<string, WeightMask> masks = MaskSelection.Choose(Scores((3000, 1), (500, 3), (40, 10)), 0.83, SparsityScope.PerLayer);

        masks.Values.ShouldAllBe(m => m.Pruned == (int)Math.Round(m.Count * 0.83));
    }

    [Fact]
    public void Choose_ALayerThatWouldVanish_KeepsItsBestAndTheTotalStaysExact()
    {
        Dictionary<string, float[]> scores = Scores((1000, 1), (10, 1e-6f));

        IReadOnlyDictionary<string, WeightMask> masks = MaskSelection.Choose(scores, 0.9, SparsityScope.Global);

        masks["w1"].Pruned.ShouldBe(9);
        masks["w1"].Kept()[Array.IndexOf(scores["w1"], scores["w1"].Max())].ShouldBeTrue();
        masks.Values.Sum(m => m.Pruned).ShouldBe(909);
    }

    [Fact]
    public void Choose_ScoresThatAreNotNumbers_AreRefused() =>
        Should.Throw<InvalidInputException>(() => MaskSelection.Choose(new Dictionary<string, float[]> { ["w"] = [1, float.NaN] }, 0.5, SparsityScope.Global)).Message.ShouldContain("'w'");

    private static Dictionary<string, float[]> Scores(params (int Count, float Scale)[] weights)
    {
        var scores = new Dictionary<string, float[]>();
        foreach ((int count, float scale) in weights)
        {
            float[] values = new float[count];
            RandomKey.FromSeed(count).FillUniform(values, 0, scale);
            scores[$"w{scores.Count}"] = values;
        }

        return scores;
    }
}
