using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation.Attention;

/// <summary>Which maps are compared, and how much they count.</summary>
public sealed record AttentionOptions : FeatureOptions
{
    /// <summary>The teacher's outputs' share: none, as in the paper's plain form.</summary>
    [Setting("The share of the teacher's outputs in the loss beside the maps; 0 for maps and labels alone.", Min = 0, Max = 1)]
    public override double Alpha { get; init; }

    /// <summary>Factor of the maps.</summary>
    [Setting("Factor of the maps' distances.", Min = 0)]
    public override double Weight { get; init; } = 4;

    /// <summary>What is compared.</summary>
    [Setting("Pairs student-value=teacher-value; the last activations of each resolution when empty.")]
    public override string[] Pairs { get; init; } = [];
}
