using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation.Patient;

/// <summary>Which layers are compared, and how much they count.</summary>
public sealed record PatientOptions : FeatureOptions
{
    /// <summary>Factor of the layers.</summary>
    [Setting("Factor of the layers' distances.", Min = 0)]
    public override double Weight { get; init; } = 1;

    /// <summary>What is compared.</summary>
    [Setting("Pairs student-value=teacher-value of values [N, T, width]; normalised sequences as deep in proportion when empty.")]
    public override string[] Pairs { get; init; } = [];
}
