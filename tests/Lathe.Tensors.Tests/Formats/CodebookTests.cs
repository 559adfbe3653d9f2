using Lathe.Tensors.Formats;
using Lathe.Tensors.Formats.Codebooks;

namespace Lathe.Tensors.Tests.Formats;

public class CodebookTests
{
    private static readonly float[] s_normal = Normals(4000);

    [Fact]
    public void KMeans_Normal_BeatsUniformAndQuantile()
    {
        double uniform = Error(v => TensorEncoder.Encode(v, new Shape(v.Length), new CodeScheme(NumberFormats.Int4, Granularity.Tensor, ScaleRule.LeastSquares)).Decode());
        double means = Error(v => Coded(v, KMeansCodebook.Fit(v, 4))), quantiles = Error(v => Coded(v, QuantileCodebook.Fit(v, 4)));

        means.ShouldBeLessThan(uniform);
        means.ShouldBeLessThan(quantiles);
    }

    [Fact]
    public void KMeans_AsManyValuesAsEntries_IsExact()
    {
        float[] values = [-3, -3, 1, 1, 2, 8];

        Coded(values, KMeansCodebook.Fit(values, 2)).ShouldBe(values);
    }

    [Fact]
    public void KMeans_Importance_MovesEntriesToWhatMatters()
    {
        float[] values = [0, 1, 10, 11], importance = [1, 9, 1, 1];

        CodebookFormat book = KMeansCodebook.Fit(values, 1, importance);

        book.Values.ToArray().ShouldBe([0.9f, 10.5f]);
    }

    [Fact]
    public void Quantile_Entries_StandForEquallyManyValues()
    {
        CodebookFormat book = QuantileCodebook.Fit(s_normal, 3);

        var counts = s_normal.GroupBy(v => book.Encode(v)).Select(g => g.Count()).ToArray();

        counts.Length.ShouldBe(8);
        counts.Min().ShouldBeGreaterThan(350);
        counts.Max().ShouldBeLessThan(650);
    }

    [Fact]
    public void AdditivePowersOfTwo_FourBits_AreThePapersLevels()
    {
        // (0, 1/2, 1/4, 1/16) + (0, 1/8), over their largest sum 5/8.
        float[] levels = [.. AdditivePowersOfTwo.Of(4).Values.ToArray().Where(v => v >= 0)];

        levels.ShouldBe([0f, 0.0625f / 0.625f, 0.125f / 0.625f, 0.1875f / 0.625f, 0.25f / 0.625f, 0.375f / 0.625f, 0.5f / 0.625f, 1f]);
    }

    [Fact]
    public void Codebook_UnusableNumbers_AreRefused()
    {
        Should.Throw<InvalidInputException>(() => new CodebookFormat("c", [])).Message.ShouldContain("0 different numbers");
        Should.Throw<InvalidInputException>(() => new CodebookFormat("c", [float.NaN])).Message.ShouldContain("1 of them not finite");
    }

    private static float[] Normals(int count)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(3).FillNormal(values);
        return values;
    }

    private static float[] Coded(float[] values, CodebookFormat book) => Array.ConvertAll(values, v => book.Decode(book.Encode(v)));

    private static double Error(Func<float[], float[]> code) => code(s_normal).Zip(s_normal, (a, b) => ((double)a - b) * (a - b)).Sum();
}
