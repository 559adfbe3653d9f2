using Lathe.Compression.Pruning.Criteria;
using Lathe.Compression.Pruning.NetAdapt;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;

namespace Lathe.Compression.Tests.Pruning;

public class NetAdaptTests
{
    [Theory]
    [InlineData("macs")]
    [InlineData("energy")]
    public void Apply_EndsUnderTheTargetAndEachStepSavesItsShare(string cost)
    {
        Trial trial = Tiny.Trial(1);
        ModelGraph start = Tiny.Net();

        ModelGraph adapted = trial.Run(new NetAdaptPruner(), start, new NetAdaptOptions { Cost = cost, Target = 0.6, Step = 0.1 }).Graph;

        ICostModel model = trial.Context.Cost(cost);
        (model.Of(adapted) / model.Of(start)).ShouldBeInRange(0.35, 0.6);
        double[] costs = [.. trial.Tables.Single(t => t.Name == "netadapt").Rows.Select(r => (double)r[3]!)];
        for (int i = 0; i < costs.Length; i++)
        {
            costs[i].ShouldBeLessThanOrEqualTo((1 - ((i + 1) * 0.1)) * model.Of(start) * (1 + 1e-9));
        }
    }

    /// <summary>Each proposal removes as few channels as bring the cost under the limit: one fewer would not.</summary>
    [Fact]
    public void Propose_RemovesNoMoreThanItTakes()
    {
        ModelGraph graph = Tiny.Net();
        var cost = new MacsCost();
        var search = new ProposalSearch(graph, "l2", new ChannelEvidence(graph), cost.Of, 0.1);
        double limit = 0.8 * cost.Of(graph);

        NetAdaptProposal[] proposals = [.. search.Under(limit)];

        proposals.Length.ShouldBe(2);
        foreach (NetAdaptProposal proposal in proposals)
        {
            proposal.Cost.ShouldBeLessThanOrEqualTo(limit);
            cost.Of(search.Cut(proposal.Group, proposal.Removed - 1)).ShouldBeGreaterThan(limit);
        }
    }

    /// <summary>Cutting where nothing is lost is chosen over cutting where everything is: the first layer's channels are made useless beforehand.</summary>
    [Fact]
    public void Apply_ChoosesTheLayerThatLosesLeast()
    {
        ModelGraph trained = Tiny.Trial().Train(Tiny.Dense(3, 4, 12), 10);
        float[] head = trained.Values("head.weight");
        for (int i = 0; i < head.Length; i++)
        {
            head[i] = i % 12 < 6 ? head[i] : 0;
        }

        // Half of the second layer is read by nobody; its own weights are made small so that the criterion finds it first.
        float[] second = trained.Values("fc_1.weight");
        second.AsSpan(6 * 4).Fill(1e-6f);
        trained = trained.With("head.weight", head).With("fc_1.weight", second);
        Trial trial = Tiny.Trial(0);

        ModelGraph adapted = trial.Run(new NetAdaptPruner(), trained, new NetAdaptOptions { Cost = "size", Target = 0.94, Step = 0.06 }).Graph;

        adapted.Parameters["fc.weight"].Shape[0].ShouldBe(4);
        adapted.Parameters["fc_1.weight"].Shape[0].ShouldBeInRange(6, 11);
    }

    [Fact]
    public void Apply_ADecisionThatIsRecorded_IsRepeated()
    {
        var decided = new Dictionary<string, string>();
        TechniqueContext context = Tiny.Trial(0).Context with { Decide = (what, decide) => decided.TryGetValue(what, out string? value) ? value : decided[what] = decide() };
        var options = new NetAdaptOptions { Cost = "macs", Target = 0.7, Step = 0.15 };
        ModelGraph graph = Tiny.Net();

        ModelGraph first = new NetAdaptPruner().Apply(context, new CompressedModel { Graph = graph }, options).Graph;
        ModelGraph again = new NetAdaptPruner().Apply(context with { Cost = _ => new Forbidden() }, new CompressedModel { Graph = graph }, options with { Cost = "macs" }).Graph;

        again.Parameters.ShouldAllBe(p => p.Value.Bytes.ToArray().SequenceEqual(first.Parameters[p.Key].Bytes.ToArray()));
    }

    private sealed class Forbidden : ICostModel
    {
        public string Figure => "macs";

        public string Unit => "MAC";

        public string Provenance => "never";

        public double Of(ModelGraph graph) => throw new InvalidOperationException("measured again");

        public double Of(LayerWork work) => throw new InvalidOperationException("measured again");
    }
}
