namespace Lathe.Training.Data;

/// <summary>Real-valued samples one after the other, with their classes or real targets.</summary>
public sealed record FloatTable(float[] Values, int[] Labels)
{
    /// <summary>Real targets, as many for each sample; empty for classes.</summary>
    public float[] Targets { get; init; } = [];
}
