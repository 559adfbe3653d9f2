namespace Lathe.Training.Data;

/// <summary>Images as bytes, one after the other, and their classes.</summary>
public sealed record LabelledImages(byte[] Pixels, int[] Labels);
