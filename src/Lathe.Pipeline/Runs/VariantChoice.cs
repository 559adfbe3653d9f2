using System.Globalization;
using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Tensors;

namespace Lathe.Pipeline.Runs;

/// <summary>Which of the deployed files to use, and whether it keeps the limits. Chosen by validation accuracy; judged by test accuracy.</summary>
internal sealed class VariantChoice
{
    private const double DefaultDropPoints = 1;
    private readonly RecipeTarget _target;
    private readonly Variant[] _variants;

    public VariantChoice(RecipeTarget target, Variant[] variants)
    {
        (_target, _variants) = (target, variants);
        Best = Choose();
    }

    /// <summary>The variant to use.</summary>
    public Variant Best { get; }

    private Variant Baseline => _variants[0];

    /// <summary>One verdict for each limit of the recipe.</summary>
    public IEnumerable<TargetVerdict> Verdicts()
    {
        if (_target.Latency is { } latency)
        {
            yield return Verdict("latency", latency, latency.Resolve(Baseline.Latency!.P50), Best.Latency!.P50, v => $"{v:0.####} ms");
        }

        if (_target.Size is { } size)
        {
            yield return Verdict("size", size, size.Resolve(Baseline.FileBytes), Best.FileBytes, v => $"{v:N0} B");
        }

        if (_target.Macs is { } macs)
        {
            yield return Verdict("macs", macs, macs.Resolve(Baseline.Macs), Best.Macs, v => $"{v:N0}");
        }

        if (_target.AccuracyPercent is { } accuracy)
        {
            yield return new TargetVerdict("accuracy", Text($"{accuracy:0.##} %"), Text($"{Best.TestAccuracy * 100:0.##} %"), Best.TestAccuracy * 100 >= accuracy);
        }

        if (_target.AccuracyDropPoints is { } points)
        {
            double drop = (Baseline.TestAccuracy - Best.TestAccuracy) * 100;
            yield return new TargetVerdict("accuracy-drop", Text($"{points:0.##} points"), Text($"{drop:0.##} points"), drop <= points);
        }
    }

    /// <summary>What to use, in words; where integers do not pay, it says so.</summary>
    public string Advice(Placement? placement)
    {
        string text = Best == Baseline && _variants.Length > 1 ? $"Use {Best.File}: no smaller network keeps what has to be kept." : Text($"Use {Best.File}: {Best.Speedup!.Speedup:0.00}x the baseline's speed ({Best.Speedup.Low:0.00} to {Best.Speedup.High:0.00}; {Best.Speedup.Verdict}), {(double)Baseline.FileBytes / Best.FileBytes:0.0}x smaller.");
        Variant? integer = _variants.FirstOrDefault(v => v.Name.EndsWith("int8", StringComparison.Ordinal)), floating = _variants.FirstOrDefault(v => v.Name == "compressed");
        if (integer is null)
        {
            return text;
        }

        text += $" INT8: {OptimizedOperators.Describe(integer.Operators)}";
        string[] stayed = [.. placement?.Floating ?? []];
        text += stayed.Length == 0 ? ""
            : stayed.Length == placement!.Layers.Count ? "; no layer is measurably faster in integers here, so all compute in floating point on weights stored as 8 bits"
            : $"; integers are not measurably faster in {string.Join(", ", stayed)}, which compute in floating point on weights stored as 8 bits";
        if (floating is null)
        {
            return text + ".";
        }

        LatencyComparison gain = LatencyComparison.Of(floating.Latency!, integer.Latency!, RandomKey.FromSeed(1));
        return text + (gain.Verdict == "faster"
            ? Text($"; it runs {gain.Speedup:0.00}x as fast as the same network in floating point.")
            : Text($"; it is not faster than the same network in floating point here ({gain.Speedup:0.00}x, {gain.Verdict}); its gain is the size."));
    }

    /// <summary>The fastest of the files that keep everything they can; size decides between those that cannot be told apart.</summary>
    private Variant Choose()
    {
        double drop = _target.AccuracyDropPoints ?? DefaultDropPoints;
        Variant[] good = [.. _variants.Where(v => (Baseline.ValidationAccuracy - v.ValidationAccuracy) * 100 <= drop)];
        Variant[] enough = [.. good.Where(Keeps)];
        Variant[] pool = enough.Length > 0 ? enough : good;
        Variant fastest = pool.MinBy(v => v.Latency!.P50)!;
        return pool.Where(v => v == fastest || LatencyComparison.Of(fastest.Latency!, v.Latency!, RandomKey.FromSeed(2)).Verdict != "slower").MinBy(v => v.FileBytes)!;
    }

    private bool Keeps(Variant variant) =>
        (_target.Latency is not { } latency || variant.Latency!.P50 <= latency.Resolve(Baseline.Latency!.P50))
        && (_target.Size is not { } size || variant.FileBytes <= size.Resolve(Baseline.FileBytes))
        && (_target.Macs is not { } macs || variant.Macs <= macs.Resolve(Baseline.Macs));

    private static TargetVerdict Verdict(string name, TargetLimit limit, double most, double reached, Func<double, FormattableString> show)
    {
        string text = limit.OfBaseline ? $"{limit.Text} of baseline: {Text(show(most))}" : limit.Text;
        return new TargetVerdict(name, text, Text(show(reached)), reached <= most);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
