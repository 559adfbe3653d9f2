using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Prune then quantize, or quantize then prune.</summary>
public sealed class StepOrder : Reproduction
{
    private const string Training = "crop: 4, flip: true";

    /// <inheritdoc/>
    public override string Name => "order";

    /// <inheritdoc/>
    public override string Summary => "80 % sparsity and 4 bits on ResNet-20, in either order, with the same number of epochs.";

    /// <inheritdoc/>
    public override string Paper => "Han et al. 2016, Deep Compression, arXiv:1510.00149; Esser et al. 2020, Learned Step Size Quantization, arXiv:1902.08153";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        string model = ReproductionContext.DataFile("onnx", "resnet20_cifar10.onnx");
        context.RunCase("start", $"model: {model}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n  - train: {{ epochs: 2, rate: 0.01, {Training} }}\n");
        (string Name, string Steps)[] orders =
        [
            ("prune-then-quantize", $"{Prune(2)}{Quantize(4)}"),
            ("quantize-then-prune", $"{Quantize(2)}{Prune(2)}{Quantize(2)}"),
            ("prune-without-training-last", $"{Quantize(4)}{Prune(0)}{Quantize(2)}"),
        ];
        RunResult[] runs = [.. orders.Select(o => context.RunCase(o.Name, $"model: {context.CaseFolder("start")}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n{o.Steps}  - compress: {{ method: bundle }}\n"))];
        double first = runs[0].Variants[^1].TestAccuracy, second = runs[1].Variants[^1].TestAccuracy;
        return new ReproductionOutcome(
            ["order", "accuracy", "against the start", "bundle", "smaller"],
            [.. runs.Select((r, i) => new[] { orders[i].Name, Show.Percent(r.Variants[^1].TestAccuracy), Show.Points(r.Variants[^1].TestAccuracy - r.Variants[0].TestAccuracy), Show.Kilobytes(r.Variants[^1].FileBytes), Show.Times((double)r.Variants[0].FileBytes / r.Variants[^1].FileBytes, "0.0") })],
            [new Claim("prune then quantize at least as good as quantize then prune", Show.Percent(second), Show.Percent(first), first >= second)])
        {
            Notes = "ResNet-20 on CIFAR-10 (JPEG copy), fine-tuned first; magnitude pruning to 80 % over all layers, learned step sizes at 4 bits for weights and activations; six epochs in all. Later steps keep the zeros of earlier ones. Accuracy: deployed files in ONNX Runtime, 5,000 test images.",
        };
    }

    private static string Prune(int epochs) => $"  - sparsify: {{ method: magnitude, sparsity: 0.8, epochs: {epochs}, rate: 0.02, {Training} }}\n";

    private static string Quantize(int epochs) => $"  - quantize: {{ method: lsq, weights: 4, activations: 4, epochs: {epochs}, rate: 0.01, {Training} }}\n";
}
