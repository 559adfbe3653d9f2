using System.Globalization;
using Lathe.Compression.Techniques;
using Lathe.Training.Optimizers;
using Lathe.Training.Schedules;

namespace Lathe.Pipeline.Recipes;

/// <summary>The steps and settings recipes may have, with the check each value must pass.</summary>
internal static class RecipeSchema
{
    /// <summary>The setting that holds a step's list, such as deploy's formats.</summary>
    public const string Formats = "formats";

    /// <summary>The format of C sources.</summary>
    public const string InC = "c";

    /// <summary>The setting that chooses a technique of the step.</summary>
    public const string Method = "method";

    private static readonly Func<string, string?> s_count = v => Whole(v) > 0 ? null : "a whole number above 0";
    private static readonly Func<string, string?> s_countOrZero = v => Whole(v) >= 0 ? null : "a whole number, 0 or more";
    private static readonly Func<string, string?> s_share = v => Number(v) is > 0 and < 1 ? null : "a number between 0 and 1";
    private static readonly Func<string, string?> s_shareOrZero = v => Number(v) is >= 0 and < 1 ? null : "a number from 0 to below 1";
    private static readonly Func<string, string?> s_positive = v => Number(v) > 0 ? null : "a number above 0";
    private static readonly Func<string, string?> s_notNegative = v => Number(v) >= 0 ? null : "a number, 0 or more";

    /// <summary>The steps, those of techniques included.</summary>
    public static IEnumerable<string> Kinds => s_steps.Keys.Union(TechniqueCatalog.Steps);

    /// <summary>The settings of a step with the check each value must pass (null = fine, else what was expected); null for an unknown step.</summary>
    public static IReadOnlyDictionary<string, Func<string, string?>>? Of(string kind, string? method)
    {
        if (TechniqueSteps.Find(kind, method) is { } technique)
        {
            var settings = technique.Settings.All.ToDictionary(s => s.Name, s => (Func<string, string?>)s.Check);
            settings[Method] = OneOf([.. Methods(kind)]);
            foreach ((string name, Func<string, string?> check) in technique.Info.Trains ? Training() : [])
            {
                settings.TryAdd(name, name == "epochs" ? s_countOrZero : check);
            }

            return settings;
        }

        if (s_steps.TryGetValue(kind, out Dictionary<string, Func<string, string?>>? known))
        {
            return known.ContainsKey(Method) ? new Dictionary<string, Func<string, string?>>(known) { [Method] = OneOf([.. Methods(kind)]) } : known;
        }

        return TechniqueCatalog.Steps.Contains(kind) ? new Dictionary<string, Func<string, string?>> { [Method] = OneOf([.. Methods(kind)]) } : null;
    }

    /// <summary>The methods of a step: its own, then those of techniques.</summary>
    public static IEnumerable<string> Methods(string kind) => MethodCatalog.Own(kind).Concat(TechniqueCatalog.Methods(kind).Select(t => t.Info)).Select(i => i.Method);

    /// <summary>All settings of a step over its methods.</summary>
    public static IEnumerable<string> Settings(string kind) => Methods(kind).Select(m => Of(kind, m)).Append(Of(kind, null)).SelectMany(s => s?.Keys ?? []).Distinct();

    private static readonly Dictionary<string, Dictionary<string, Func<string, string?>>> s_steps = new()
    {
        ["train"] = Training(),
        ["prune"] = new Dictionary<string, Func<string, string?>>(Training())
        {
            [Method] = _ => null,
            ["ratio"] = s_share,
            ["until"] = OneOf("latency", "size", "macs", "energy", "ram", "flash", "accuracy"),
            ["to"] = _ => null,
            ["schedule"] = OneOf("one-shot", "iterative"),
            ["rounds"] = s_count,
            ["epochs"] = s_countOrZero,
            ["multiple"] = s_count,
            ["keep"] = s_share,
            ["global"] = OneOf("true", "false"),
            ["normalize"] = OneOf("true", "false"),
        },
        ["quantize"] = new Dictionary<string, Func<string, string?>>(Training())
        {
            [Method] = _ => null,
            ["mode"] = OneOf("ptq", "qat"),
            ["where"] = OneOf("faster", "all"),
            ["calibration"] = OneOf("min-max", "percentile", "entropy", "mse", "moving-average"),
            ["samples"] = s_count,
            ["freeze"] = s_count,
        },
        ["deploy"] = new Dictionary<string, Func<string, string?>> { [Formats] = v => v.Length > 0 && v.Split(',').All(f => f is "onnx" or "onnx-int8" or InC) ? null : "a list of onnx, onnx-int8, c" },
        ["evaluate"] = new Dictionary<string, Func<string, string?>>(),
    };

    private static Dictionary<string, Func<string, string?>> Training() => new()
    {
        ["epochs"] = s_count,
        ["batch"] = s_count,
        ["rate"] = s_positive,
        ["optimizer"] = OneOf([.. OptimizerCatalog.Names]),
        ["rate-schedule"] = OneOf([.. ScheduleCatalog.Names]),
        ["precision"] = OneOf("f32", "bf16", "f16"),
        ["decay"] = s_notNegative,
        ["warmup"] = s_shareOrZero,
        ["smoothing"] = s_shareOrZero,
        ["crop"] = s_count,
        ["flip"] = OneOf("true", "false"),
        ["cutout"] = s_count,
        ["shift"] = s_count,
        ["noise"] = s_notNegative,
        ["mixup"] = s_notNegative,
        ["averaging"] = s_shareOrZero,
        ["patience"] = s_countOrZero,
        ["best"] = OneOf("true", "false"),
        ["micro-batches"] = s_count,
    };

    private static int Whole(string text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : -1;

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private static Func<string, string?> OneOf(params string[] values) => v => values.Contains(v) ? null : "one of " + string.Join(", ", values);
}
