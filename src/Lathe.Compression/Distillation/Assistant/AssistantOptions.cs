using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation.Assistant;

/// <summary>Who stands between teacher and student.</summary>
public sealed record AssistantOptions : DistillOptions
{
    /// <summary>The network of middle size.</summary>
    [Setting("The network of middle size: a file, or a name of the zoo.")]
    public string Assistant { get; init; } = "";
}
