using Lathe.Compression.Techniques;

namespace Lathe.Pipeline.Methods;

/// <summary>What a few methods need to be there before they can show what they do.</summary>
/// <param name="Steps">Steps before it, as lines of a recipe.</param>
/// <param name="Settings">Settings beside the defaults, each with a comma before it.</param>
internal sealed record MethodPrelude(string Steps, string Settings)
{
    /// <summary>What the index says about it.</summary>
    public const string Note = "Distillation\nand `rethinking` have half of the channels to make up for that `l2` removed without training, and the network as it was for a teacher;\n"
        + "`assistant` a network between the two, `patient` a block too few; `analyze (quantization)` looks at 8-bit integers. What needs attention or embeddings is tried on a third network.";

    private const string Halved = "  - prune: { method: l2, ratio: 0.5, epochs: 0 }\n";

    /// <summary>The steps of the network between teacher and student.</summary>
    public const string Middle = "  - prune: { method: l2, ratio: 0.25, epochs: 0 }\n";

    /// <summary>What a method gets.</summary>
    /// <param name="info">The method.</param>
    /// <param name="middle">Makes the network between teacher and student, where one is needed, and gives its folder.</param>
    public static MethodPrelude Of(TechniqueInfo info, Func<string> middle) => (info.Step, info.Method) switch
    {
        ("distill", "assistant") => new(Halved, $", assistant: {middle()}"),
        ("distill", "patient") => new("  - prune: { method: blocks }\n", ""),
        ("distill", "self") => new("", ""),
        ("distill", _) or ("prune", "rethinking") => new(Halved, ""),
        ("analyze", "quantization") => new("  - quantize: { where: all }\n", ""),
        _ => new("", ""),
    };
}
