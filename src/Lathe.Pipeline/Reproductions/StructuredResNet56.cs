using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>ResNet-56 with fewer than half the multiply-accumulates, faster in ONNX Runtime.</summary>
public sealed class StructuredResNet56 : Reproduction
{
    private const double LeastReduction = 2.1, MostLost = 0.003;

    /// <inheritdoc/>
    public override string Name => "structured";

    /// <inheritdoc/>
    public override string Summary => "ResNet-56 on CIFAR-10 (JPEG copy) loses channels until it needs 1/2.1 of the multiply-accumulates, keeps its accuracy, and is measurably faster.";

    /// <inheritdoc/>
    public override string Paper => "Fang et al. 2023, DepGraph: Towards Any Structural Pruning, arXiv:2301.12900; Li et al. 2017, arXiv:1608.08710";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        string model = ReproductionContext.DataFile("onnx", "resnet56_cifar10.onnx");
        context.RunCase("baseline", $"model: {model}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n  - train: {{ epochs: 3, rate: 0.02, crop: 4, flip: true }}\n");
        RunResult run = context.RunCase(
            "pruned",
            $"model: {context.CaseFolder("baseline")}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n"
            + "  - prune: { method: taylor, until: macs, to: 47 %, schedule: iterative, rounds: 3, epochs: 1, rate: 0.02, crop: 4, flip: true }\n"
            + "  - distill: { teacher: baseline, temperature: 4, alpha: 0.7, epochs: 8, rate: 0.03, crop: 4, flip: true }\n",
            brief: false);
        Variant baseline = run.Variants[0], pruned = run.Named("compressed");
        double reduction = (double)baseline.Macs / pruned.Macs, lost = baseline.TestAccuracy - pruned.TestAccuracy;
        return new ReproductionOutcome(
            ["network", "accuracy", "MACs", "parameters", "file", "p50 ms", "speed-up (95 %)"],
            [.. run.Variants.Select(v => new[] { v.Name, Show.Percent(v.TestAccuracy), Show.Count(v.Macs), Show.Count(v.Parameters), Show.Kilobytes(v.FileBytes), v.Latency!.P50.ToString("0.000", System.Globalization.CultureInfo.InvariantCulture), $"{Show.Times(v.Speedup!.Speedup)} ({v.Speedup.Low:0.00}-{v.Speedup.High:0.00})" })],
            [
                new Claim("fewer multiply-accumulates", $"at least {Show.Times(LeastReduction, "0.0")}", Show.Times(reduction), reduction >= LeastReduction),
                new Claim("accuracy lost", $"at most {Show.Points(MostLost)}", Show.Points(lost), lost <= MostLost),
                new Claim("measured speed-up in ONNX Runtime", "faster", $"{Show.Times(pruned.Speedup!.Speedup)}, {pruned.Speedup.Verdict}", pruned.Speedup.Verdict == "faster"),
            ])
        {
            Notes = "Published weights, fine-tuned on this copy of CIFAR-10 as the baseline; then Taylor scores over all layers, three rounds of an epoch each, distilled from the baseline. Accuracy: deployed files in ONNX Runtime, all 5,000 test images.",
        };
    }
}
