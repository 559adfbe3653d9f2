using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>A multilayer perceptron of signs.</summary>
public sealed class BinaryNetwork : Reproduction
{
    private const double Least = 0.984;

    /// <inheritdoc/>
    public override string Name => "xnor";

    /// <inheritdoc/>
    public override string Summary => "A multilayer perceptron of three layers of 1,024 with binary weights and activations reaches 98.4 % on MNIST.";

    /// <inheritdoc/>
    public override string Paper => "Hubara et al. 2016, Binarized Neural Networks, arXiv:1602.02830; Umuroglu et al. 2017, FINN (LFC), arXiv:1612.07119; Brevitas publishes 98.88 % for LFC_1W1A";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        RunResult run = context.RunCase(
            "lfc",
            "model: lfc\ndata: mnist\nseed: 1\nsteps:\n  - quantize: { method: bnn, ends: 0, epochs: 40, batch: 100, rate: 0.003, decay: 0 }\n  - compress: { method: bundle }\n");
        Variant last = run.Variants[^1];
        return new ReproductionOutcome(
            ["variant", "accuracy", "file", "weights"],
            [.. run.Variants.Skip(1).Select(v => new[] { v.Name, Show.Percent(v.TestAccuracy), Show.Kilobytes(v.FileBytes), Show.Count(v.Parameters) })],
            [new Claim("accuracy on MNIST", $"at least {Show.Percent(Least, 1)}", Show.Percent(last.TestAccuracy), last.TestAccuracy >= Least)])
        {
            Notes = "784-1024-1024-1024-10, batch normalisation before every sign. Accuracy: the deployed file in ONNX Runtime, 10,000 test images.",
        };
    }
}
