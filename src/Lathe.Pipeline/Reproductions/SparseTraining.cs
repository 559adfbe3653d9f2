using System.Globalization;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>Training that is sparse from the start: where to grow matters.</summary>
public sealed class SparseTraining : Reproduction
{
    private const int Epochs = 10;
    private static readonly string[] s_methods = ["rigl", "set", "static-sparse"];

    /// <inheritdoc/>
    public override string Name => "rigl";

    /// <inheritdoc/>
    public override string Summary => "At 95 % and 98 % sparsity, growing where gradients are large (RigL) beats growing at random (SET), which beats a fixed mask.";

    /// <inheritdoc/>
    public override string Paper => "Evci et al. 2020, Rigging the Lottery, arXiv:1911.11134; Mocanu et al. 2018, arXiv:1707.04780";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        var rows = new List<string[]>();
        var claims = new List<Claim>();
        foreach (int percent in new[] { 95, 98 })
        {
            double[][] found = [.. s_methods.Select(m => Enumerable.Range(1, 3).Select(seed => Accuracy(context, m, percent, seed)).ToArray())];
            double[] means = [.. found.Select(f => f.Average())];
            for (int m = 0; m < s_methods.Length; m++)
            {
                rows.Add([$"{percent} %", s_methods[m], .. found[m].Select(a => Show.Percent(a)), Show.Percent(means[m])]);
            }

            claims.Add(new Claim($"{percent} %: RigL above SET", Show.Percent(means[1]), Show.Percent(means[0]), means[0] > means[1]));
            claims.Add(new Claim($"{percent} %: SET above a fixed mask", Show.Percent(means[2]), Show.Percent(means[1]), means[1] > means[2]));
        }

        return new ReproductionOutcome(["sparsity", "method", "seed 1", "seed 2", "seed 3", "mean"], rows, claims)
        {
            Notes = $"LeNet-5 on 20,000 samples of Fashion-MNIST, {Epochs} epochs from scratch, densities by the Erdos-Renyi kernel, the same for all three. Accuracy: the deployed file in ONNX Runtime, 10,000 test images.",
        };
    }

    private static double Accuracy(ReproductionContext context, string method, int percent, int seed)
    {
        string share = (percent / 100.0).ToString(CultureInfo.InvariantCulture);
        RunResult run = context.RunCase(
            $"{method}-{percent}-{seed}",
            $"model: lenet5\ndata: fashion-mnist\nlimit: 20000\nseed: {seed}\nsteps:\n  - sparsify: {{ method: {method}, sparsity: {share}, epochs: {Epochs}, batch: 100, rate: 0.1 }}\n");
        return run.Variants[^1].TestAccuracy;
    }
}
