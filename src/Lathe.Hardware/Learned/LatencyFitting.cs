using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Hardware.Learned.Regression;
using Lathe.Tensors;

namespace Lathe.Hardware.Learned;

/// <summary>
/// Profiles layers in rounds and fits a model. In a round every tray is visited once in each pass, so that the visits of a tray lie far
/// apart in time; after a round the layers predicted worst are drawn around. Visits already in the log are not made again.
/// </summary>
/// <param name="meter">Measures trays.</param>
/// <param name="log">Keeps the visits.</param>
/// <param name="options">How.</param>
/// <param name="time">Tells when the minutes are over.</param>
public sealed class LatencyFitting(ILayerMeter meter, ProfileLog log, LatencyFitOptions options, TimeProvider time)
{
    private const double TrayMacs = 300e6;
    private const int FirstBoosts = 80;

    /// <summary>Told of each visit: trays visited, trays of the round, the round, the pass.</summary>
    public Action<int, int, int, int>? Progress { get; init; }

    /// <summary>Called behind every pass over the trays of a round, with how many passes are done: what else is to be measured over the same time.</summary>
    public Action<int>? BetweenPasses { get; init; }

    /// <summary>What the models are about: machine, runtime, threads.</summary>
    public required string Setting { get; init; }

    /// <summary>What power is read from, and whether that measures it.</summary>
    public (string Basis, bool Measured) Power { get; init; } = ("none", false);

    /// <summary>Profiles and fits.</summary>
    public LatencyModelFit Run(CancellationToken cancellation = default)
    {
        options.Validate();
        long start = time.GetTimestamp();
        bool Over() => options.Minutes > 0 && time.GetElapsedTime(start).TotalMinutes >= options.Minutes;
        for (int round = 0; round < options.Rounds && !(Over() && log.Visits.Count > 0); round++)
        {
            int layers = (options.Layers / options.Rounds) + (round < options.Layers % options.Rounds ? 1 : 0);
            Visit(round, Trays(round, layers), Over, cancellation);
        }

        return Fit(options.Boost);
    }

    private LatencyModelFit Fit(BoostOptions boost) => LatencyModelFit.Run(options.Policy.Summarize(log.Visits), options.Policy, Setting, Power, options.Key.Fold("trees"), boost, log.Trays.Where(t => t.Value.Chained).Select(t => t.Key).ToHashSet());

    // A round that was begun before has its trays in the log; drawing them again would need what was known then.
    private List<(string Subject, LayerTray Tray)> Trays(int round, int layers)
    {
        string prefix = $"round{round}/";
        List<(string Subject, LayerTray Tray)> trays = [.. log.Trays.Where(l => l.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(l => (l.Key, l.Value))];
        int chained = (int)(layers * options.ChainShare), beside = layers - chained;
        int chains = trays.Count(t => t.Tray.Chained), others = trays.Count - chains;
        for (int left = chained - trays.Where(t => t.Tray.Chained).Sum(t => t.Tray.Layers.Count); left > 0; left -= trays[^1].Tray.Layers.Count, chains++)
        {
            trays.Add(($"{prefix}chain{chains}", ChainSpace.Draw(options.Key.Fold("chains").Fold((ulong)round).Fold((ulong)chains))));
        }

        int missing = beside - trays.Where(t => !t.Tray.Chained).Sum(t => t.Tray.Layers.Count);
        return missing <= 0 ? trays : [.. trays, .. Packed(Draw(round, beside)[^missing..], others).Select((tray, i) => ($"{prefix}tray{others + i}", LayerTray.Of(tray)))];
    }

    private LayerSpec[] Draw(int round, int count)
    {
        RandomKey key = options.Key.Fold("layers").Fold((ulong)round);
        LayerSpec[] hard = round == 0 ? [] : [.. Fit(options.Boost with { Trees = Math.Min(FirstBoosts, options.Boost.Trees) }).Hard(options.HardError).Where(h => log.Trays[h.Subject] is { Chained: false } tray && tray.Layers.Count > h.Layer).Select(h => log.Trays[h.Subject].Layers[h.Layer]).Take(count / 2)];
        return [.. Enumerable.Range(0, count).Select(i => i % 2 == 1 && hard.Length > 0 ? LayerSpace.Near(hard[i / 2 % hard.Length], key.Fold((ulong)i)) : LayerSpace.Draw(key.Fold((ulong)i)))];
    }

    // Trays of four lengths, down to one layer: in the long ones the call and the runtime's own work drown.
    private IEnumerable<IReadOnlyList<LayerSpec>> Packed(LayerSpec[] layers, int number)
    {
        var tray = new List<LayerSpec>();
        foreach (LayerSpec layer in layers)
        {
            int most = (number % 5) switch { 1 => Math.Max(1, options.TrayLayers * 6 / 10), 3 => Math.Max(1, options.TrayLayers * 3 / 10), 4 => 1, _ => options.TrayLayers };
            if (tray.Count >= most || (tray.Count > 0 && tray.Sum(l => l.Macs) + layer.Macs > TrayMacs))
            {
                yield return tray;
                number++;
                tray = [];
            }

            tray.Add(layer);
        }

        if (tray.Count > 0)
        {
            yield return tray;
        }
    }

    private void Visit(int round, List<(string Subject, LayerTray Tray)> trays, Func<bool> over, CancellationToken cancellation)
    {
        for (int pass = 0; pass < options.Passes; pass++)
        {
            for (int i = 0; i < trays.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                (string subject, LayerTray tray) = trays[(i + pass) % trays.Count];
                if (!log.Has(subject, pass))
                {
                    log.Append(meter.Measure(subject, pass, tray, cancellation), tray);
                    Progress?.Invoke(i + 1, trays.Count, round, pass);
                }

                // A first pass that was begun is a round of fewer trays; there is always one visit to fit.
                if (over())
                {
                    return;
                }
            }

            BetweenPasses?.Invoke((round * options.Passes) + pass + 1);
        }
    }
}
