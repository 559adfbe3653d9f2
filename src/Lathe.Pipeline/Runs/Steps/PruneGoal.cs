using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Graph.Readings;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;

namespace Lathe.Pipeline.Runs.Steps;

/// <summary>A figure that pruning drives under a limit: latency (measured, or modelled for a device of the catalog), what else such a device tells, deployed bytes, or multiply-accumulates.</summary>
internal sealed class PruneGoal
{
    // Later measurements differ a little from the one that decided; the goal leaves them room.
    private const double LatencyMargin = 0.97;

    private readonly StepContext _context;
    private readonly TargetLimit _limit;
    private readonly ModelGraph _baseline;
    private readonly bool _stored8;

    public PruneGoal(StepContext context, string figure, ModelGraph baseline)
    {
        (_context, Figure, _baseline) = (context, figure, StaticQuantizer.Prepare(baseline));
        _limit = context.Step.Settings.TryGetValue("to", out string? to) ? TargetLimit.TryParse(to, figure)! : context.Recipe.Target.Of(figure)!;
        _stored8 = context.Recipe.Steps.Skip(context.Index).Any(s => s.Kind == "quantize");
    }

    /// <summary>latency, size, macs, energy, ram or flash.</summary>
    public string Figure { get; }

    /// <summary>The limit as the recipe says it.</summary>
    public string Limit => _limit.Text;

    /// <summary>The figure of a network over its limit: 1 or less meets the goal.</summary>
    public double Excess(ModelGraph graph)
    {
        ModelGraph prepared = StaticQuantizer.Prepare(graph);
        if (_context.Target.Modelled(Figure, prepared, _stored8) is { } modelled && Figure is not ("size" or "macs"))
        {
            return modelled / _limit.Resolve(_context.Target.Modelled(Figure, _baseline, false)!.Value);
        }

        return Figure switch
        {
            "latency" => Latency(prepared),
            "size" => Bytes(prepared, _stored8) / _limit.Resolve(Bytes(_baseline, false)),
            _ => GraphCost.Of(prepared).Total.Macs / _limit.Resolve(GraphCost.Of(_baseline).Total.Macs),
        };
    }

    /// <summary>
    /// The ratio of a cut that brings the figure to a limit. Latency of this machine is searched by its fitted model where there is one, and what that finds
    /// is measured; everything else is read at every step.
    /// </summary>
    /// <param name="cut">The network cut by a ratio.</param>
    /// <param name="limit">The excess to reach.</param>
    public double Ratio(Func<double, ModelGraph> cut, double limit)
    {
        double Measured(double ratio) => Excess(cut(ratio));
        if (Figure != "latency" || new CostModels(_context).Find(Figure) is not FittedLatencyCost fitted)
        {
            return RatioSearch.Find(Measured, limit);
        }

        double allowed = _limit.Resolve(fitted.Of(_baseline)) * LatencyMargin;
        double ratio = PredictedRatioSearch.Find(r => fitted.Of(cut(r)) / allowed, Measured, limit);
        _context.Observer.Say($"prune until latency: searched by a prediction, then measured; {fitted.Provenance}");
        return ratio;
    }

    private double Latency(ModelGraph prepared)
    {
        IReadOnlyList<LatencyResult> measured = _context.Target.Timer.Measure([("baseline", OnnxModel.ToBytes(_baseline)), ("candidate", OnnxModel.ToBytes(prepared))], _context.Sample(), new LatencyOptions { Rounds = 40, RunsPerRound = 15 }, _context.Cancellation);
        return measured[1].P50 / (_limit.Resolve(measured[0].P50) * LatencyMargin);
    }

    // A later quantize step stores weights as bytes; how it computes does not change the size much.
    private static double Bytes(ModelGraph prepared, bool stored8)
    {
        if (!stored8)
        {
            return OnnxModel.ToBytes(prepared).Length;
        }

        QuantizationPlan plan = QuantizationPlan.Of(prepared, [], [.. QuantizationPlan.Of(prepared, []).Layers.Select(l => l.Name)]);
        return OnnxModel.ToBytes(QdqWriter.Write(prepared, plan, new Dictionary<string, ActivationScale>(), WeightQuantizer.FullLimit)).Length;
    }
}
