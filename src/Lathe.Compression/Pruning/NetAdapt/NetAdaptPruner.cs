using System.Globalization;
using Lathe.Compression.Pruning.Criteria;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Pruning.NetAdapt;

/// <summary>Brings a cost down a step at a time, each time where it costs the least loss.</summary>
public sealed class NetAdaptPruner : Technique<NetAdaptOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = new("prune", "netadapt")
    {
        Summary = "Remove, a step at a time, the channels of the layer that saves the most measured or modelled cost per lost accuracy.",
        Paper = "Yang et al. 2018, NetAdapt, arXiv:1804.03230",
        Page = "structured-pruning.md#netadapt",
        Trains = true,
        Keeps = WeightForms.Zeros | WeightForms.SharedValues,
        Loses = "the network is another one without its channels",
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Problems(NetAdaptOptions options) =>
        ChannelCriteria.Names.Contains(options.Criterion) ? [] : [$"there is no criterion '{options.Criterion}'; known are {string.Join(", ", ChannelCriteria.Names)}"];

    /// <inheritdoc/>
    public override CompressedModel Apply(TechniqueContext context, CompressedModel model, NetAdaptOptions options)
    {
        ICostModel cost = context.Cost(options.Cost);
        double whole = Number(context, "whole", () => cost.Of(model.Graph)), now = whole;
        int iterations = (int)Math.Ceiling((1 - options.Target) / options.Step);
        ModelGraph graph = model.Graph;
        var rows = new List<IReadOnlyList<object?>>();
        for (int i = 0; i < iterations && now > whole * options.Target; i++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            double limit = Math.Max(whole * options.Target, whole * (1 - ((i + 1) * options.Step)));
            if (Step(context, ref graph, i, limit, cost, options, rows) is not { } reached)
            {
                context.Say("no layer can save another step");
                break;
            }

            now = reached;
            graph = options.Tune ? context.Fit(graph, new FitRequest($"netadapt-{i}", 4, 0.01f) { EpochShare = 1.0 / iterations }) : graph;
        }

        context.Say(FormattableString.Invariant($"{options.Cost} {whole:0.####} {cost.Unit} became {now:0.####} ({cost.Provenance})"));
        context.Report(new TechniqueTable("netadapt", "Iterations of NetAdapt", ["iteration", "group", "channels removed", $"{options.Cost} ({cost.Unit})", "validation loss before training"], rows)
        {
            Chart = new TableChart($"{options.Cost} ({cost.Unit})", ["validation loss before training"]),
            Provenance = $"{cost.Provenance}; loss on validation samples",
        });
        return model with { Graph = context.Fit(graph, new FitRequest("netadapt", 4, 0.02f)), Coded = null };
    }

    /// <summary>One iteration; the cost it reached, or null when no proposal meets the limit.</summary>
    private static double? Step(TechniqueContext context, ref ModelGraph graph, int iteration, double limit, ICostModel cost, NetAdaptOptions options, List<IReadOnlyList<object?>> rows)
    {
        DataSplit samples = context.Data.Validation.Take(context.Quick ? Math.Min(64, options.Samples) : options.Samples);
        var search = new ProposalSearch(graph, options.Criterion, new ChannelEvidence(graph, context.Data.Train, Math.Min(512, options.Samples), context.Key), cost.Of, options.Keep);
        double before = Loss(graph, samples);
        string[] decided = context.Decide($"iteration-{iteration}", () => Choose(search, limit, before, samples)).Split(' ');
        if (decided is not [string group, string count, string reached])
        {
            return null;
        }

        graph = search.Cut(int.Parse(group, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        double costs = double.Parse(reached, CultureInfo.InvariantCulture);
        rows.Add([iteration + 1, int.Parse(group, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture), costs, Loss(graph, samples)]);
        return costs;
    }

    // The most cost saved for the least loss risen. All save at least the step, so a rise below zero is the best of all.
    private static string Choose(ProposalSearch search, double limit, double before, DataSplit samples)
    {
        NetAdaptProposal? best = search.Under(limit).Select(p => (Proposal: p, Rise: Loss(p.Graph, samples) - before)).OrderBy(p => p.Rise).ThenBy(p => p.Proposal.Cost).Select(p => p.Proposal).FirstOrDefault();
        return best is null ? "none" : string.Create(CultureInfo.InvariantCulture, $"{best.Group} {best.Removed} {best.Cost:R}");
    }

    private static double Number(TechniqueContext context, string what, Func<double> decide) =>
        double.Parse(context.Decide(what, () => decide().ToString("R", CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);

    private static double Loss(ModelGraph graph, DataSplit samples)
    {
        using var executor = new GraphExecutor(graph);
        return Evaluator.Validate(executor, samples).Loss;
    }
}
