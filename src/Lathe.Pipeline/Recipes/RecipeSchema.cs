using System.Globalization;
using Lathe.Training.Optimizers;
using Lathe.Training.Schedules;

namespace Lathe.Pipeline.Recipes;

/// <summary>The steps and settings recipes may have, with the check each value must pass.</summary>
internal static class RecipeSchema
{
    /// <summary>The setting that holds a step's list, such as deploy's formats.</summary>
    public const string Formats = "formats";

    private static readonly Func<string, string?> s_count = v => Whole(v) > 0 ? null : "a whole number above 0";
    private static readonly Func<string, string?> s_countOrZero = v => Whole(v) >= 0 ? null : "a whole number, 0 or more";
    private static readonly Func<string, string?> s_share = v => Number(v) is > 0 and < 1 ? null : "a number between 0 and 1";
    private static readonly Func<string, string?> s_shareOrZero = v => Number(v) is >= 0 and < 1 ? null : "a number from 0 to below 1";
    private static readonly Func<string, string?> s_positive = v => Number(v) > 0 ? null : "a number above 0";
    private static readonly Func<string, string?> s_notNegative = v => Number(v) >= 0 ? null : "a number, 0 or more";

    /// <summary>Kind of step, then setting, then check (null = fine, else what was expected).</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, Func<string, string?>>> Steps { get; } = new Dictionary<string, IReadOnlyDictionary<string, Func<string, string?>>>
    {
        ["train"] = Training(),
        ["prune"] = new Dictionary<string, Func<string, string?>>(Training())
        {
            ["method"] = OneOf("l1", "l2", "taylor", "batchnorm", "random"),
            ["ratio"] = s_share,
            ["until"] = OneOf("latency", "size", "macs", "accuracy"),
            ["to"] = _ => null,
            ["schedule"] = OneOf("one-shot", "iterative"),
            ["rounds"] = s_count,
            ["epochs"] = s_countOrZero,
            ["multiple"] = s_count,
            ["keep"] = s_share,
            ["global"] = OneOf("true", "false"),
        },
        ["distill"] = new Dictionary<string, Func<string, string?>>(Training())
        {
            ["teacher"] = OneOf("baseline"),
            ["temperature"] = s_positive,
            ["alpha"] = s_share,
        },
        ["quantize"] = new Dictionary<string, Func<string, string?>>(Training())
        {
            ["mode"] = OneOf("ptq", "qat"),
            ["where"] = OneOf("faster", "all"),
            ["calibration"] = OneOf("min-max", "percentile", "entropy", "mse"),
            ["samples"] = s_count,
            ["freeze"] = s_count,
        },
        ["deploy"] = new Dictionary<string, Func<string, string?>> { [Formats] = v => v.Length > 0 && v.Split(',').All(f => f is "onnx" or "onnx-int8") ? null : "a list of onnx, onnx-int8" },
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
