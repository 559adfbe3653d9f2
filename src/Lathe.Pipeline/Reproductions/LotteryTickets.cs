using System.Globalization;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Reproductions;

/// <summary>The same connections from their own first weights and from others.</summary>
public sealed class LotteryTickets : Reproduction
{
    /// <inheritdoc/>
    public override string Name => "lottery";

    /// <inheritdoc/>
    public override string Summary => "The connections left of LeNet-300-100 at 20 % and 10 % of its weights train better from the weights they were found with than from other random ones.";

    /// <inheritdoc/>
    public override string Paper => "Frankle and Carbin 2019, The Lottery Ticket Hypothesis, arXiv:1803.03635";

    /// <inheritdoc/>
    public override ReproductionOutcome Run(ReproductionContext context)
    {
        var rows = new List<string[]>();
        var claims = new List<Claim>();
        foreach (int left in new[] { 20, 10 })
        {
            RunResult[] runs = [.. Enumerable.Range(1, 3).Select(seed => Ticket(context, left, seed))];
            double[] tickets = [.. runs.Select(r => r.Named("compressed").TestAccuracy)], controls = [.. runs.Select(r => r.Named("lottery-control").TestAccuracy)];
            rows.Add([$"{left} %", "dense", .. runs.Select(r => Show.Percent(r.Variants[0].TestAccuracy)), Show.Percent(runs.Average(r => r.Variants[0].TestAccuracy))]);
            rows.Add([$"{left} %", "winning ticket", .. tickets.Select(t => Show.Percent(t)), Show.Percent(tickets.Average())]);
            rows.Add([$"{left} %", "other random weights", .. controls.Select(c => Show.Percent(c)), Show.Percent(controls.Average())]);
            claims.Add(new Claim($"{left} % of the weights: ticket above its control, mean of three seeds", Show.Percent(controls.Average()), Show.Percent(tickets.Average()), tickets.Average() > controls.Average()));
        }

        return new ReproductionOutcome(["weights left", "network", "seed 1", "seed 2", "seed 3", "mean"], rows, claims)
        {
            Notes = "LeNet-300-100 on MNIST; five rounds of three epochs with rewinding to the initial weights, the same epochs for ticket and control. Accuracy: deployed files in ONNX Runtime, 10,000 test images.",
        };
    }

    private static RunResult Ticket(ReproductionContext context, int left, int seed)
    {
        string sparsity = (1 - (left / 100.0)).ToString("0.##", CultureInfo.InvariantCulture);
        return context.RunCase(
            $"ticket-{left}-{seed}",
            $"model: lenet-300-100\ndata: mnist\nseed: {seed}\nsteps:\n  - train: {{ epochs: 3, batch: 60, optimizer: adam, rate: 0.0012, decay: 0 }}\n"
            + $"  - sparsify: {{ method: lottery, sparsity: {sparsity}, rounds: 5, scope: per-layer, epochs: 3, batch: 60, optimizer: adam, rate: 0.0012, decay: 0 }}\n");
    }
}
