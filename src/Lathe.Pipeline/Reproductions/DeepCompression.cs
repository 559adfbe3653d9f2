using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Pruning, trained sharing and coding, down to a fortieth of the bytes.</summary>
public sealed class DeepCompression : Reproduction
{
    // Bytes of the weights in binary32, as the paper counts them: 1,070 KB and 1,720 KB.
    private const double LeNet300Bytes = 1070 * 1000, LeNet5Bytes = 1720 * 1000;

    /// <inheritdoc/>
    public override string Name => "deep-compression";

    /// <inheritdoc/>
    public override string Summary => "LeNet-300-100 and LeNet-5 are pruned, share their weights and are coded: a fortieth of the bytes at the same error on MNIST.";

    /// <inheritdoc/>
    public override string Paper => "Han et al. 2016, Deep Compression, arXiv:1510.00149";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        const string Sparse = "schedule: cubic, begin: 0, end: 0.6";
        RunResult dense = context.RunCase("lenet-300-100", Recipe("lenet-300-100", $"train: {{ epochs: 12, rate: 0.1, batch: 100 }}", $"sparsify: {{ method: magnitude, sparsity: 0.93, {Sparse}, epochs: 25, rate: 0.1, batch: 100 }}", "share: { method: kmeans, bits: 5, epochs: 5, rate: 0.001 }"));
        RunResult convolutional = context.RunCase("lenet5", Recipe("lenet5", "train: { epochs: 5, rate: 0.03, crop: 2 }", $"sparsify: {{ method: magnitude, sparsity: 0.93, {Sparse}, epochs: 9, rate: 0.03, crop: 2 }}", "share: { method: kmeans, bits: 5, conv-bits: 8, epochs: 1, rate: 0.0003, crop: 2 }"));
        return new ReproductionOutcome(
            ["network", "form", "test error", "file", "smaller"],
            [.. Rows("LeNet-300-100", dense, LeNet300Bytes), .. Rows("LeNet-5", convolutional, LeNet5Bytes)],
            [
                Smaller("LeNet-300-100: bundle on disk", dense, LeNet300Bytes, 40), Error("LeNet-300-100: MNIST error", dense, 0.016),
                Smaller("LeNet-5: bundle on disk", convolutional, LeNet5Bytes, 39), Error("LeNet-5: MNIST error", convolutional, 0.008),
            ])
        {
            Notes = "Sizes are whole files on disk: weights, graph and names. The reference is the paper's, 32 bits for every weight of its two networks (1,070 KB and 1,720 KB). Accuracy: what the bundle decodes to, in ONNX Runtime, 10,000 test images.",
        };
    }

    private static string Recipe(string model, params string[] steps) =>
        $"model: {model}\ndata: mnist\nseed: 1\nsteps:\n" + string.Concat(steps.Append("compress: { method: bundle }").Select(s => $"  - {s}\n"));

    private static Variant Bundle(RunResult run) => run.Variants.Last(v => v.File.EndsWith(".lathe", StringComparison.Ordinal));

    private static IEnumerable<string[]> Rows(string name, RunResult run, double reference) =>
        run.Variants.Select(v => new[] { name, v.Name, Show.Percent(1 - v.TestAccuracy), Show.Kilobytes(v.FileBytes), Show.Times(reference / v.FileBytes, "0.0") });

    private static Claim Smaller(string text, RunResult run, double reference, double least)
    {
        double factor = reference / Bundle(run).FileBytes;
        return new Claim(text, $"at least {Show.Times(least, "0")}", $"{Show.Times(factor, "0.0")} ({Show.Kilobytes(Bundle(run).FileBytes)})", factor >= least);
    }

    private static Claim Error(string text, RunResult run, double most)
    {
        double error = 1 - Bundle(run).TestAccuracy;
        return new Claim(text, $"at most {Show.Percent(most, 1)}", Show.Percent(error), error <= most);
    }
}
