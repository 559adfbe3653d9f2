namespace Lathe.Compression.Distillation;

/// <summary>How values inside two networks are compared, beside their outputs.</summary>
public abstract record FeatureOptions : DistillOptions
{
    /// <summary>Factor of the distances in the loss.</summary>
    public abstract double Weight { get; init; }

    /// <summary>What is compared, "student-value=teacher-value"; chosen by the method when empty.</summary>
    public abstract string[] Pairs { get; init; }
}
