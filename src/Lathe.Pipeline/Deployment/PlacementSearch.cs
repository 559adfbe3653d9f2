using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Hardware.Measurement;
using Lathe.Onnx;
using Lathe.Pipeline.Remote;
using Lathe.Tensors;

namespace Lathe.Pipeline.Deployment;

/// <summary>
/// Decides layer by layer where integers pay. First whole networks that change arithmetic at one place are measured against
/// each other, the best of them again; from the winner layers change one at a time: to integers when that is measurably faster, to
/// floating point when it is measurably no slower. Where noise hides the answer nothing changes.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="options">How long to search.</param>
/// <param name="timer">Where to measure; this machine when null.</param>
public sealed class PlacementSearch(TimeProvider time, PlacementOptions options, IModelTimer? timer = null)
{
    // Before the candidates that change one layer come the best so far, all in integers, all in floating point.
    private const int First = 3;
    private const int Finalists = 4;

    // The lower end of the interval of a speed-up that counts as no slower.
    private const double NoSlower = 0.99;
    private readonly IModelTimer _latency = timer ?? new ModelLatency(time);

    /// <summary>Searches.</summary>
    /// <param name="prepared">The network, batch normalisation folded.</param>
    /// <param name="scales">Scales of everything that may be quantized.</param>
    /// <param name="weightLimit">Largest weight code of integer layers.</param>
    /// <param name="sample">An input sample.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public Placement Find(ModelGraph prepared, IReadOnlyDictionary<string, ActivationScale> scales, int weightLimit, float[] sample, CancellationToken cancellation = default)
    {
        string[] layers = [.. QuantizationPlan.Of(prepared, []).Layers.Select(l => l.Name)];
        QuantizationPlan Plan(bool[] integer) => QuantizationPlan.Of(prepared, [], [.. layers.Where((_, i) => !integer[i])]);
        bool[] Real(bool[] integer) => [.. layers.Select(Plan(integer).Layers.Select(l => l.Name).ToHashSet().Contains)];
        byte[] Model(bool[] integer) => OnnxModel.ToBytes(QdqWriter.Write(prepared, Plan(integer), scales, weightLimit));
        IReadOnlyList<LatencyResult> Measure(IReadOnlyList<bool[]> candidates) => _latency.Measure([.. candidates.Select((c, i) => ($"{i}", Model(c)))], sample, Effort(candidates, Model, sample, cancellation), cancellation);

        bool[] best = Real(Fastest(Splits(layers.Length), Measure));
        var settled = new HashSet<int>();
        long start = time.GetTimestamp();
        for (int pass = 0; ; pass++)
        {
            bool[][] candidates = [best, Filled(layers.Length, true), Filled(layers.Length, false), .. layers.Select((_, i) => Real(Flipped(best, i)))];
            IReadOnlyList<LatencyResult> measured = Measure(candidates);
            int? change = pass < options.Passes && time.GetElapsedTime(start).TotalSeconds < options.Seconds ? BestChange(candidates, measured, settled) : null;
            if (change is not { } layer)
            {
                return Describe(layers, candidates, measured);
            }

            // A layer that went to floating point stays there: noise must not send it back and forth.
            best = candidates[First + layer];
            settled.Add(layer);
        }
    }

    private static int? BestChange(bool[][] candidates, IReadOnlyList<LatencyResult> measured, HashSet<int> settled)
    {
        bool[] best = candidates[0];
        var gains = Enumerable.Range(0, best.Length).Where(i => !settled.Contains(i) && !candidates[First + i].SequenceEqual(best))
            .Select(i => (Layer: i, Gain: LatencyComparison.Of(measured[0], measured[First + i], RandomKey.FromSeed(i))))
            .Where(c => c.Gain.Low > (best[c.Layer] ? NoSlower : 1))
            .OrderByDescending(c => c.Gain.Speedup).ToList();
        return gains.Count > 0 ? gains[0].Layer : null;
    }

    /// <summary>The fastest: all are measured once, the best of them once more.</summary>
    private static bool[] Fastest(IReadOnlyList<bool[]> candidates, Func<IReadOnlyList<bool[]>, IReadOnlyList<LatencyResult>> measure)
    {
        bool[][] finalists = [.. Ranked(candidates, measure).Take(Finalists)];
        return Ranked(finalists, measure).First();
    }

    // Rounds are compared one by one: what slows the machine for a while slows all candidates of a round.
    private static IEnumerable<bool[]> Ranked(IReadOnlyList<bool[]> candidates, Func<IReadOnlyList<bool[]>, IReadOnlyList<LatencyResult>> measure)
    {
        IReadOnlyList<LatencyResult> measured = measure(candidates);
        double[] reference = [.. Enumerable.Range(0, measured[0].Rounds.Count).Select(r => measured.Average(m => m.Rounds[r]))];
        double Score(LatencyResult result) => result.Rounds.Zip(reference, (own, all) => own / all).Order().ElementAt(reference.Length / 2);
        return candidates.Zip(measured, (candidate, result) => (candidate, Score: Score(result))).OrderBy(c => c.Score).Select(c => c.candidate);
    }

    /// <summary>All one way, and every network that begins one way and ends the other (evenly thinned when there are many).</summary>
    private List<bool[]> Splits(int layers)
    {
        var splits = new List<bool[]> { Filled(layers, true), Filled(layers, false) };
        int places = Math.Min(layers - 1, Math.Max(1, (options.Splits - 2) / 2));
        for (int p = 1; p <= places; p++)
        {
            int at = (int)Math.Round((double)p * layers / (places + 1));
            splits.Add([.. Enumerable.Range(0, layers).Select(i => i < at)]);
            splits.Add([.. Enumerable.Range(0, layers).Select(i => i >= at)]);
        }

        return splits;
    }

    private LatencyOptions Effort(IReadOnlyList<bool[]> candidates, Func<bool[], byte[]> model, float[] sample, CancellationToken cancellation)
    {
        double each = _latency.Measure([("probe", model(candidates[0]))], sample, new LatencyOptions { WarmUp = 3, Rounds = 3, RunsPerRound = 1 }, cancellation)[0].P50;
        int runs = (int)Math.Clamp(options.PassSeconds * 1000 / (candidates.Count * Math.Max(each, 1e-3)), 21, 300);
        int rounds = Math.Clamp(runs / 8, 7, 30);
        return new LatencyOptions { WarmUp = Math.Min(20, runs / 5), Rounds = rounds, RunsPerRound = Math.Max(1, runs / rounds) };
    }

    private static Placement Describe(string[] layers, bool[][] candidates, IReadOnlyList<LatencyResult> measured)
    {
        LayerPlacement One(string layer, int i)
        {
            bool integer = candidates[0][i];
            if (candidates[First + i].SequenceEqual(candidates[0]))
            {
                return new LayerPlacement(layer, integer, null, "its neighbours are in integers, and so is what lies between them");
            }

            LatencyComparison other = LatencyComparison.Of(measured[0], measured[First + i], RandomKey.FromSeed(i));
            string ratio = FormattableString.Invariant($"{(integer ? "in floating point" : "in integers")} the network runs at {other.Speedup:0.00}x");
            return new LayerPlacement(layer, integer, measured[First + i].P50, other.Verdict == "slower" ? ratio : ratio + ", which cannot be told from noise");
        }

        return new Placement([.. layers.Select(One)], measured[0].P50, measured[1].P50, measured[2].P50);
    }

    private static bool[] Filled(int layers, bool value) => [.. Enumerable.Repeat(value, layers)];

    private static bool[] Flipped(bool[] integer, int layer) => [.. integer.Select((v, i) => i == layer ? !v : v)];
}
