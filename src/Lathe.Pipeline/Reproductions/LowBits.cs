using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Fewer and fewer bits: rounding, learned rounding, training.</summary>
public sealed class LowBits : Reproduction
{
    private const double MostLost = 0.01;
    private const string Training = "epochs: 2, rate: 0.01, crop: 4, flip: true";

    /// <inheritdoc/>
    public override string Name => "low-bit";

    /// <inheritdoc/>
    public override string Summary => "ResNet-20 with weights and activations of 8 bits down to one: plain rounding, learned rounding and training side by side; 4/4 bits keep the accuracy when trained.";

    /// <inheritdoc/>
    public override string Paper => "Esser et al. 2020, Learned Step Size Quantization, arXiv:1902.08153; Nagel et al. 2020, AdaRound, arXiv:2004.10568; Zhu et al. 2017, Trained Ternary Quantization, arXiv:1612.01064";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        string model = ReproductionContext.DataFile("onnx", "resnet20_cifar10.onnx");
        context.RunCase("start", $"model: {model}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n  - train: {{ epochs: 2, rate: 0.01, crop: 4, flip: true }}\n");
        string ends = Ends(model);
        var rows = new List<string[]>();
        double start = 0, trained44 = 0;
        foreach ((string name, int weights, int activations, string rounded, string method) in Widths())
        {
            string small = $"format: {rounded}, except: '{ends}'", reading = $"quantize: {{ method: ste, weights: 32, activations: {activations}, epochs: 0 }}";
            RunResult plain = Case(context, $"{name}-rounded", $"quantize: {{ method: rtn, {small} }}", reading);
            RunResult? learned = rounded.StartsWith("int", StringComparison.Ordinal) ? Case(context, $"{name}-adaround", $"quantize: {{ method: adaround, {small} }}", reading) : null;
            RunResult trained = Case(context, $"{name}-trained", $"quantize: {{ method: {method}, weights: {weights}, activations: {activations}, {Training} }}");
            start = trained.Variants[0].TestAccuracy;
            trained44 = name == "4-4" ? trained.Variants[^1].TestAccuracy : trained44;
            rows.Add([name.Replace('-', '/'), method, Show.Percent(plain.Variants[^1].TestAccuracy), learned is null ? "-" : Show.Percent(learned.Variants[^1].TestAccuracy), Show.Percent(trained.Variants[^1].TestAccuracy), Show.Points(trained.Variants[^1].TestAccuracy - start)]);
        }

        return new ReproductionOutcome(
            ["weights/activations", "trained by", "rounded", "AdaRound", "trained", "trained against float"],
            rows,
            [new Claim("4/4 bits, trained: accuracy lost", $"at most {Show.Points(MostLost)}", Show.Points(start - trained44), start - trained44 <= MostLost)])
        {
            Notes = $"ResNet-20 on CIFAR-10 (JPEG copy), fine-tuned first: {Show.Percent(start)} in floating point. First and last layer have 8 bits when trained and keep their weights otherwise, as in the papers. Accuracy: deployed files in ONNX Runtime, 5,000 test images.",
        };
    }

    private static IEnumerable<(string Name, int Weights, int Activations, string Rounded, string Method)> Widths() =>
    [
        ("8-8", 8, 8, "int8", "lsq"),
        ("4-8", 4, 8, "int4", "lsq"),
        ("4-4", 4, 4, "int4", "lsq"),
        ("2-4", 2, 4, "int2", "lsq"),
        ("ternary-8", 2, 8, "ternary", "ttq"),
        ("binary-8", 1, 8, "binary", "binaryconnect"),
    ];

    private static RunResult Case(ReproductionContext context, string name, params string[] steps) => context.RunCase(
        name,
        $"model: {context.CaseFolder("start")}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n" + string.Concat(steps.Select(s => $"  - {s}\n")));

    private static string Ends(string model)
    {
        Node[] layers = [.. OnnxModel.Load(model).Nodes.Where(n => n.OpType is "Conv" or "Gemm" or "MatMul")];
        return $"{layers[0].Name},{layers[^1].Name}";
    }
}
