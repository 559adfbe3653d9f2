using Lathe.Compression.Analysis;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity;
using Lathe.Compression.Sparsity.Magnitude;
using Lathe.Graph;

namespace Lathe.Compression.Tests.Sparsity;

public class SensitivityLimitsTests
{
    /// <summary>No layer gets sparser than it bore alone, and the total is still exact.</summary>
    [Fact]
    public void Apply_WithSensitivities_KeepsEveryLayerAtWhatItBears()
    {
        using var file = new TemporaryPath();
        ModelGraph graph = Tiny.Net();
        Write(file.Path, ("stem.weight", 0.5, 0.002), ("stem.weight", 0.7, 0.2), ("head.weight", 0.3, 0.001), ("head.weight", 0.5, 0.5));

        ModelGraph sparse = Tiny.Trial(0).Run(new MagnitudeSparsifier(), graph, new MagnitudeOptions { Sparsity = 0.8, Sensitivities = file.Path }).Graph;

        (sparse.Values("stem.weight").Count(v => v == 0) / 72.0).ShouldBeLessThanOrEqualTo(0.5);
        WeightMask.Of(sparse.Values("head.weight")).Sparsity.ShouldBeLessThanOrEqualTo(0.3 + (1.0 / 48));
        int total = CompressibleWeights.Of(sparse).Sum(w => sparse.Parameters[w].Count), zeros = CompressibleWeights.Of(sparse).Sum(w => WeightMask.Of(sparse.Values(w)).Pruned);
        zeros.ShouldBe((int)Math.Round(total * 0.8));
    }

    [Fact]
    public void Apply_MoreThanLayersBear_IsRefusedWithTheRemedy()
    {
        using var file = new TemporaryPath();
        Write(file.Path, ("stem.weight", 0.5, 0.002), ("middle.weight", 0.5, 0.001), ("head.weight", 0.3, 0.001));

        Should.Throw<InvalidInputException>(() => Tiny.Trial(0).Run(new MagnitudeSparsifier(), Tiny.Net(), new MagnitudeOptions { Sparsity = 0.8, Sensitivities = file.Path })).Message.ShouldContain("allow more loss");
        Should.Throw<InvalidInputException>(() => Tiny.Trial(0).Run(new MagnitudeSparsifier(), Tiny.Net(), new MagnitudeOptions { Sensitivities = file.Path + ".gone" })).Message.ShouldContain("cannot be read");
        new MagnitudeSparsifier().Problems(new MagnitudeOptions { Sensitivities = "x", Scope = SparsityScope.PerLayer }).Single().ShouldContain("use scope: global");
    }

    private static void Write(string path, params (string Weight, double Sparsity, double Drop)[] entries) => File.WriteAllBytes(
        path,
        new LayerSensitivities("tiny", 0.9, [.. entries.Select(e => new LayerSensitivity(e.Weight.Split('.')[0], e.Weight, SensitivityKind.Sparsity, e.Sparsity, 0.9 - e.Drop, e.Drop, 0))]).ToJson());
}
