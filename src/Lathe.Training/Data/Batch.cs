namespace Lathe.Training.Data;

/// <summary>Samples ready to be fed: pixels in channels-last order, and labels.</summary>
public sealed record Batch(float[] Pixels, int[] Labels, int Count);
