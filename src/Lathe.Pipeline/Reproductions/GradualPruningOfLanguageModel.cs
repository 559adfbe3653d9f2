using System.Globalization;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>An LSTM language model on Penn Treebank, dense and pruned gradually while it trains.</summary>
public sealed class GradualPruningOfLanguageModel : Reproduction
{
    private const double MostWorse = 0.03;
    private const int Epochs = 6;

    /// <inheritdoc/>
    public override string Name => "gradual";

    /// <inheritdoc/>
    public override string Summary => "An LSTM on Penn Treebank loses 80 % and 90 % of its weights while it trains, on the cubic schedule, and stays as good as the dense one.";

    /// <inheritdoc/>
    public override string Paper => "Zhu and Gupta 2018, To Prune, or Not to Prune, arXiv:1710.01878";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        const string Training = "batch: 40, optimizer: adam, rate: 0.004, decay: 0, warmup: 0.02";
        var runs = new List<(double Sparsity, RunResult Result)>
        {
            (0, context.RunCase("dense", $"model: lstm-lm\ndata: ptb\nseed: 1\nsteps:\n  - train: {{ epochs: {Epochs}, {Training} }}\n")),
        };
        foreach (int percent in new[] { 80, 90 })
        {
            // The same start, the same epochs: the first trains none of them, so that pruning begins from the same random weights.
            string share = (percent / 100.0).ToString(CultureInfo.InvariantCulture);
            runs.Add((percent / 100.0, context.RunCase($"gradual-{percent}", $"model: lstm-lm\ndata: ptb\nseed: 1\nsteps:\n  - sparsify: {{ method: magnitude, schedule: cubic, sparsity: {share}, scope: per-layer, begin: 0.1, end: 0.7, epochs: {Epochs}, {Training} }}\n")));
        }

        double dense = Perplexity(runs[0].Result), sparse = Perplexity(runs[^1].Result);
        return new ReproductionOutcome(
            ["sparsity", "perplexity", "against dense", "next word right"],
            [.. runs.Select(r => new[] { Show.Percent(r.Sparsity, 0), Perplexity(r.Result).ToString("0.00", CultureInfo.InvariantCulture), Show.Percent((Perplexity(r.Result) / dense) - 1, 1), Show.Percent(r.Result.Variants[^1].TestAccuracy) })],
            [new Claim("perplexity at 90 % sparsity, against dense", $"at most {Show.Percent(MostWorse, 0)} worse", Show.Percent((sparse / dense) - 1, 1), sparse <= dense * (1 + MostWorse))])
        {
            Notes = $"Two LSTM layers of 200 (4.65 million weights), windows of 35 tokens, {Epochs} epochs, no state carried between windows. Perplexity: exp of the mean cross-entropy of the deployed file in ONNX Runtime on ptb.valid (the set's published validation part, which no decision here has seen).",
        };
    }

    private static double Perplexity(RunResult run) => Math.Exp(run.Variants[^1].TestLoss);
}
