namespace Lathe.Pipeline.Recipes;

/// <summary>The steps and settings recipes may have, with the check each value must pass.</summary>
internal static class RecipeSchema
{
    private static readonly Func<string, string?> s_count = v => int.TryParse(v, out int n) && n > 0 ? null : "a whole number above 0";
    private static readonly Func<string, string?> s_share = v => double.TryParse(v, out double n) && n is > 0 and < 1 ? null : "a number between 0 and 1";
    private static readonly Func<string, string?> s_positive = v => double.TryParse(v, out double n) && n > 0 ? null : "a number above 0";

    /// <summary>Kind of step, then setting, then check (null = fine, else what was expected).</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, Func<string, string?>>> Steps { get; } = new Dictionary<string, IReadOnlyDictionary<string, Func<string, string?>>>
    {
        ["train"] = Training(),
        ["prune"] = new Dictionary<string, Func<string, string?>>(Training())
        {
            ["method"] = OneOf("l1", "l2", "taylor", "batchnorm", "random"),
            ["ratio"] = s_share,
            ["rounds"] = s_count,
            ["multiple"] = s_count,
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
            ["calibration"] = OneOf("min-max", "percentile", "entropy", "mse"),
            ["samples"] = s_count,
        },
    };

    private static Dictionary<string, Func<string, string?>> Training() => new()
    {
        ["epochs"] = s_count,
        ["batch"] = s_count,
        ["rate"] = s_positive,
        ["optimizer"] = OneOf("sgd", "adamw"),
        ["precision"] = OneOf("f32", "bf16"),
        ["crop"] = s_count,
        ["flip"] = OneOf("true", "false"),
    };

    private static Func<string, string?> OneOf(params string[] values) => v => values.Contains(v) ? null : "one of " + string.Join(", ", values);
}
