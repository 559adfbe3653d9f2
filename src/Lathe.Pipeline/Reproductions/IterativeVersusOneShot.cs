using System.Globalization;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>The same channels removed at once or in rounds, each cut followed by the same fine-tuning; and at once with as much of it as all rounds have.</summary>
public sealed class IterativeVersusOneShot : Reproduction
{
    private const int Rounds = 4, Epochs = 3, Seeds = 3;
    private const double Ratio = 0.7, LeastRemoved = 0.27;

    // What couples channels rounds each cut down to whole groups: the rounds aim a little further, so that they remove no fewer in the end.
    private const double Further = 0.01;

    /// <inheritdoc/>
    public override string Name => "iterative-vs-one-shot";

    /// <inheritdoc/>
    public override string Summary => "Removing channels in rounds, each followed by fine-tuning, ends at least as good as removing as many at once and fine-tuning once.";

    /// <inheritdoc/>
    public override string Paper => "Han et al. 2015, Learning both Weights and Connections, arXiv:1506.02626; Molchanov et al. 2019, Importance Estimation for Neural Network Pruning, arXiv:1906.10771";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        var rows = new List<string[]>();
        var claims = new List<Claim>();
        for (int seed = 1; seed <= Seeds; seed++)
        {
            string start = $"start-{seed}";
            RunResult dense = context.RunCase(start, $"model: resnet8\ndata: fashion-mnist\nlimit: 20000\nseed: {seed}\nsteps:\n  - train: {{ epochs: 6, rate: 0.2, flip: true }}\n");
            Pruned once = Prune("one-shot", Ratio, 1, Epochs), rounds = Prune("iterative", Ratio + Further, Rounds, Epochs), longer = Prune("one-shot-longer", Ratio, 1, Rounds * Epochs);
            rows.Add([$"{seed}", Show.Percent(dense.Variants[0].TestAccuracy), .. once.Cells, .. rounds.Cells, .. longer.Cells]);
            claims.Add(new Claim($"seed {seed}: iterative at least as good as one-shot", Show.Percent(once.Accuracy), Show.Percent(rounds.Accuracy), rounds.Accuracy >= once.Accuracy));
            claims.Add(new Claim($"seed {seed}: channels removed, and no fewer by iterative", $"at least {Show.Percent(LeastRemoved, 0)}", $"{Show.Percent(once.Removed, 1)} and {Show.Percent(rounds.Removed, 1)}", once.Removed >= LeastRemoved && rounds.Removed >= once.Removed));

            Pruned Prune(string name, double ratio, int cuts, int epochs)
            {
                RunResult run = context.RunCase($"{name}-{seed}", string.Create(CultureInfo.InvariantCulture, $"model: {context.CaseFolder(start)}\ndata: fashion-mnist\nlimit: 20000\nseed: {seed}\nsteps:\n  - prune: {{ method: taylor, ratio: {ratio:0.0000}, rounds: {cuts}, epochs: {epochs}, rate: 0.05, flip: true }}\n"));
                Variant compressed = run.Named("compressed");
                return new Pruned(1 - ((double)DeployedFiles.Channels(run, compressed) / DeployedFiles.Channels(run, run.Variants[0])), compressed.Macs, compressed.TestAccuracy);
            }
        }

        string[] each = ["channels removed", "MACs", "accuracy"];
        return new ReproductionOutcome(["seed", "dense", .. each.Select(c => $"one-shot: {c}"), .. each.Select(c => $"iterative: {c}"), .. each.Select(c => $"one-shot, {Rounds * Epochs} epochs: {c}")], rows, claims)
        {
            Notes = $"ResNet-8 on 20,000 samples of Fashion-MNIST; Taylor scores over all layers. One-shot: one cut, then {Epochs} epochs; iterative: {Rounds} cuts, {Epochs} epochs after each. The last columns are the control that the claim does not need: one cut with the {Rounds * Epochs} epochs that all rounds have together. Accuracy: the deployed file in ONNX Runtime, 10,000 test images.",
        };
    }

    private readonly record struct Pruned(double Removed, long Macs, double Accuracy)
    {
        public string[] Cells => [Show.Percent(Removed, 1), Show.Count(Macs), Show.Percent(Accuracy)];
    }
}
