using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Deployment;
using Lathe.Pipeline.Recipes;
using Lathe.Pipeline.Targets;
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
        // Where C was asked for, it is what runs on the board.
        Best = variants.FirstOrDefault(v => v.Board is not null) ?? Choose();
    }

    /// <summary>The variant to use.</summary>
    public Variant Best { get; }

    private Variant Baseline => _variants[0];

    /// <summary>One verdict for each limit of the recipe; first whether the network runs on its target at all.</summary>
    public IEnumerable<TargetVerdict> Verdicts()
    {
        if (Best.Device is { Obstacles.Count: > 0 } device)
        {
            yield return new TargetVerdict("device", $"runs on {device.Device}", string.Join(" ", device.Obstacles), false);
        }

        if (Best.Board is { } board)
        {
            yield return new TargetVerdict("C code", $"the reference's codes on {board.Compared} test inputs", $"{board.Compared - board.Different.Count} equal bit for bit", board.Different.Count == 0);
        }

        foreach (string figure in VariantFigures.Names)
        {
            if (_target.Of(figure) is { } limit)
            {
                yield return Verdict(figure, limit);
            }
        }

        if (_target.AccuracyPercent is { } accuracy)
        {
            yield return new TargetVerdict("accuracy", Text($"{accuracy:0.##} %"), Text($"{Best.TestAccuracy * 100:0.##} %"), Best.TestAccuracy * 100 >= accuracy) { Margin = Points((Best.TestAccuracy * 100) - accuracy) };
        }

        if (_target.AccuracyDropPoints is { } points)
        {
            double drop = (Baseline.TestAccuracy - Best.TestAccuracy) * 100;
            yield return new TargetVerdict("accuracy-drop", Text($"{points:0.##} points"), Text($"{drop:0.##} points"), drop <= points) { Margin = Points(points - drop) };
        }
    }

    /// <summary>What to use, in words; where integers do not pay, it says so.</summary>
    public string Advice(Placement? placement)
    {
        string text = Headline();
        if (Best.Board is { } board)
        {
            return $"{text} {board.Describe()}";
        }

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

    private string Headline()
    {
        string smaller = Text($"{(double)Baseline.FileBytes / Best.FileBytes:0.0}x smaller");
        return Best == Baseline && _variants.Length > 1 ? $"Use {Best.File}: no smaller network keeps what has to be kept."
            : Best.Board is { } board ? $"Use {Best.File}: {board.FlashBytes:N0} bytes of flash, {board.RamBytes:N0} of RAM, {board.Instructions:N0} instructions an inference."
            : IsModelled ? $"Use {Best.File}: {VariantFigures.Show(Best, "latency")} on {Best.Device!.Device} (the baseline: {VariantFigures.Show(Baseline, "latency")}), {smaller}."
            : Text($"Use {Best.File}: {Best.Speedup!.Speedup:0.00}x the baseline's speed ({Best.Speedup.Low:0.00} to {Best.Speedup.High:0.00}; {Best.Speedup.Verdict}), {smaller}.");
    }

    /// <summary>The fastest of the files that keep everything they can; size decides between those that cannot be told apart.</summary>
    private Variant Choose()
    {
        double drop = _target.AccuracyDropPoints ?? DefaultDropPoints;
        Variant[] good = [.. _variants.Where(v => (Baseline.ValidationAccuracy - v.ValidationAccuracy) * 100 <= drop)];
        Variant[] enough = [.. good.Where(Keeps)];
        Variant[] pool = enough.Length > 0 ? enough : good;
        if (IsModelled)
        {
            return pool.OrderBy(v => v.Device!.Obstacles.Count > 0).ThenBy(v => VariantFigures.Of(v, "latency")).ThenBy(v => v.FileBytes).First();
        }

        Variant fastest = pool.MinBy(v => v.Latency!.P50)!;
        return pool.Where(v => v == fastest || LatencyComparison.Of(fastest.Latency!, v.Latency!, RandomKey.FromSeed(2)).Verdict != "slower").MinBy(v => v.FileBytes)!;
    }

    private bool IsModelled => TargetDevices.IsModelled(_target.Device);

    private bool Keeps(Variant variant) => VariantFigures.Names.All(figure => _target.Of(figure) is not { } limit || Meets(variant, figure, limit));

    private bool Meets(Variant variant, string figure, TargetLimit limit) =>
        VariantFigures.Of(variant, figure) is var reached && double.IsFinite(reached) && reached <= limit.Resolve(VariantFigures.Of(Baseline, figure));

    private TargetVerdict Verdict(string figure, TargetLimit limit)
    {
        double most = limit.Resolve(VariantFigures.Of(Baseline, figure)), reached = VariantFigures.Of(Best, figure);
        string text = limit.OfBaseline ? $"{limit.Text} of baseline: {VariantFigures.Show(figure, most)}" : limit.Text;
        bool met = Meets(Best, figure, limit);
        return new TargetVerdict(figure, text, VariantFigures.Show(Best, figure), met) { Margin = met ? Spare(most, reached) : Missed(figure, limit, most, reached) };
    }

    private static string Spare(double most, double reached) => double.IsFinite(most) ? Text($"{100 * (most - reached) / most:0.#} % to spare") : "";

    /// <summary>By how much, and which variant comes nearest.</summary>
    private string Missed(string figure, TargetLimit limit, double most, double reached)
    {
        Variant nearest = _variants.MinBy(v => VariantFigures.Of(v, figure))!;
        if (Best.Board is not null)
        {
            return Text($"over by {VariantFigures.Show(figure, reached - most)} ({100 * (reached - most) / most:0.#} %); a smaller width, or a step prune: {{ until: {figure} }}, brings it down");
        }

        string over = double.IsFinite(reached) ? Text($"over by {VariantFigures.Show(figure, reached - most)} ({100 * (reached - most) / most:0.#} %)") : "not known there";
        return over + (nearest == Best ? "; no other variant comes nearer"
            : Meets(nearest, figure, limit) ? $"; {nearest.Name} keeps it with {VariantFigures.Show(figure, VariantFigures.Of(nearest, figure))}, but not what else has to be kept"
            : $"; the nearest is {nearest.Name} with {VariantFigures.Show(figure, VariantFigures.Of(nearest, figure))}");
    }

    private static string Points(double spare) => Text($"{Math.Abs(spare):0.##} points {(spare >= 0 ? "to spare" : "short")}");

    private static string Text(FormattableString text) => VariantFigures.Text(text);
}
