using System.Globalization;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>The same channels removed at once or in rounds, with as many epochs of fine-tuning in all.</summary>
public sealed class IterativeVersusOneShot : Reproduction
{
    private const int Rounds = 4, Epochs = 8;
    private const double Ratio = 0.7, LeastRemoved = 0.27;

    /// <inheritdoc/>
    public override string Name => "iterative-vs-one-shot";

    /// <inheritdoc/>
    public override string Summary => "Removing channels in rounds with fine-tuning between ends at least as good as removing as many at once, at the same number of epochs.";

    /// <inheritdoc/>
    public override string Paper => "Li et al. 2017, Pruning Filters for Efficient ConvNets, arXiv:1608.08710; Molchanov et al. 2019, Importance Estimation for Neural Network Pruning, arXiv:1906.10771";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        var rows = new List<string[]>();
        var claims = new List<Claim>();
        for (int seed = 1; seed <= 3; seed++)
        {
            string start = $"start-{seed}";
            context.RunCase(start, $"model: resnet8\ndata: fashion-mnist\nlimit: 20000\nseed: {seed}\nsteps:\n  - train: {{ epochs: 6, rate: 0.2, flip: true }}\n");
            RunResult once = Pruned(context, start, $"one-shot-{seed}", seed, 1), rounds = Pruned(context, start, $"iterative-{seed}", seed, Rounds);
            double removedOnce = Removed(once), removedRounds = Removed(rounds), atOnce = once.Named("compressed").TestAccuracy, inRounds = rounds.Named("compressed").TestAccuracy;
            rows.Add([$"{seed}", Show.Percent(once.Variants[0].TestAccuracy), Show.Percent(removedOnce, 1), Show.Percent(atOnce), Show.Percent(removedRounds, 1), Show.Percent(inRounds), Show.Points(inRounds - atOnce)]);
            claims.Add(new Claim($"seed {seed}: iterative at least as good as one-shot", Show.Percent(atOnce), Show.Percent(inRounds), inRounds >= atOnce));
            claims.Add(new Claim($"seed {seed}: channels removed, and no fewer by iterative", $"at least {Show.Percent(LeastRemoved, 0)}", $"{Show.Percent(removedOnce, 1)} and {Show.Percent(removedRounds, 1)}", removedOnce >= LeastRemoved && removedRounds >= removedOnce));
        }

        return new ReproductionOutcome(["seed", "dense", "removed at once", "one-shot", "removed in rounds", "iterative", "difference"], rows, claims)
        {
            Notes = $"ResNet-8 on 20,000 samples of Fashion-MNIST; Taylor scores over all layers, {Epochs} epochs of fine-tuning in all: after one cut, or one after each of {Rounds - 1} cuts and the rest after the last. Accuracy: the deployed file in ONNX Runtime, 10,000 test images.",
        };
    }

    private static RunResult Pruned(ReproductionContext context, string start, string name, int seed, int rounds)
    {
        // A round leaves the same share of what it found; the last has the epochs that the others, of one epoch each, leave.
        double each = 1 - Math.Pow(1 - Ratio, 1.0 / rounds), before = 1 - Math.Pow(1 - each, rounds - 1);
        string steps = rounds > 1 ? Step(before, rounds - 1, 1) : "";
        return context.RunCase(name, $"model: {context.CaseFolder(start)}\ndata: fashion-mnist\nlimit: 20000\nseed: {seed}\nsteps:\n{steps}{Step(each, 1, Epochs - rounds + 1)}");
    }

    private static string Step(double ratio, int rounds, int epochs) =>
        string.Create(CultureInfo.InvariantCulture, $"  - prune: {{ method: taylor, ratio: {ratio:0.0000}, rounds: {rounds}, epochs: {epochs}, rate: 0.05, flip: true }}\n");

    private static double Removed(RunResult run) => 1 - ((double)DeployedFiles.Channels(run, run.Named("compressed")) / DeployedFiles.Channels(run, run.Variants[0]));
}
