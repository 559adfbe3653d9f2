using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Tests.Runs;

public class BundleRunTests
{
    /// <summary>Prune, share and code in one recipe: each step keeps the ones before, and the bundle is judged by what it decodes to.</summary>
    [SkippableFact]
    public void Run_SparsifyShareCompress_GivesASmallBundleOfTheSameNetwork()
    {
        using var run = new TemporaryRun();

        RunResult result = run.Run(
            "model: resnet8\ndata: synthetic-images\nwidth: 0.5\nseed: 2\nsteps:\n  - train: { epochs: 2, batch: 32, rate: 0.05 }\n  - sparsify: { method: magnitude, sparsity: 0.8, epochs: 1, batch: 32 }\n"
            + "  - share: { method: kmeans, bits: 4, epochs: 1, batch: 32 }\n  - distill: { epochs: 1, batch: 32, rate: 0.01 }\n  - compress: { method: bundle }\n");

        Variant bundle = result.Variants.Single(v => v.File.EndsWith(".lathe", StringComparison.Ordinal)), plain = result.Variants.Single(v => v.Name == "compressed");
        bundle.TestLoss.ShouldBe(plain.TestLoss);
        bundle.FileBytes.ShouldBe(new FileInfo(Path.Combine(run.Folder().Path, bundle.File)).Length);
        (result.Variants[0].FileBytes / (double)bundle.FileBytes).ShouldBeGreaterThan(10);
    }
}
