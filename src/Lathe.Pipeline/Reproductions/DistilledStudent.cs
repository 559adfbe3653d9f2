using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>A student of a quarter of the size, with and without a teacher.</summary>
public sealed class DistilledStudent : Reproduction
{
    private const int Epochs = 10;
    private const string Training = "rate: 0.15, crop: 4, flip: true";

    /// <inheritdoc/>
    public override string Name => "distill";

    /// <inheritdoc/>
    public override string Summary => "A student with a quarter of the teacher's weights ends better when it learns from the teacher's outputs as well as from the labels.";

    /// <inheritdoc/>
    public override string Paper => "Hinton et al. 2015, Distilling the Knowledge in a Neural Network, arXiv:1503.02531";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        string published = ReproductionContext.DataFile("onnx", "resnet20_cifar10.onnx");
        RunResult teacher = context.RunCase("teacher", $"model: {published}\ndata: cifar10-jpeg\nseed: 1\nsteps:\n  - train: {{ epochs: 1, rate: 0.01, crop: 4, flip: true }}\n");
        var rows = new List<string[]>();
        double[] differences = new double[3];
        RunResult? student = null;
        for (int seed = 1; seed <= 3; seed++)
        {
            string start = $"model: resnet20\ndata: cifar10-jpeg\nlimit: 12000\nwidth: 0.5\nseed: {seed}\nsteps:\n";
            RunResult alone = context.RunCase($"alone-{seed}", $"{start}  - train: {{ epochs: {Epochs}, {Training} }}\n");
            student = context.RunCase($"taught-{seed}", $"{start}  - distill: {{ method: logits, teacher: '{context.CaseFolder("teacher")}', temperature: 4, alpha: 0.9, epochs: {Epochs}, {Training} }}\n");
            differences[seed - 1] = student.Variants[^1].TestAccuracy - alone.Variants[^1].TestAccuracy;
            rows.Add([$"{seed}", Show.Percent(alone.Variants[^1].TestAccuracy), Show.Percent(student.Variants[^1].TestAccuracy), Show.Points(differences[seed - 1])]);
        }

        Variant large = teacher.Variants[^1], small = student!.Variants[^1];
        return new ReproductionOutcome(
            ["seed", "labels alone", "labels and teacher", "difference"],
            rows,
            [
                new Claim("student's share of the teacher's weights", "about a quarter", Show.Percent((double)small.Parameters / large.Parameters, 1), small.Parameters <= 0.27 * large.Parameters),
                new Claim("better with the teacher, mean of three seeds", "above 0.00 points", Show.Points(differences.Average()), differences.Average() > 0),
                new Claim("better with the teacher, in how many of three seeds", "3", $"{differences.Count(d => d > 0)}", differences.All(d => d > 0)),
            ])
        {
            Notes = $"A published ResNet-20 ({Show.Count(large.Parameters)} weights), fine-tuned for an epoch on this copy of CIFAR-10 ({Show.Percent(large.TestAccuracy)}), teaches a ResNet-20 of half the width ({Show.Count(small.Parameters)} weights) that sees 12,000 samples; {Epochs} epochs each. Accuracy: deployed files in ONNX Runtime, 5,000 test images.",
        };
    }
}
