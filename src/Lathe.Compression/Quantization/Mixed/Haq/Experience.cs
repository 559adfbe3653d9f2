namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>One choice an agent made: what it saw, what it did, what came of it, and what it saw next (null at the end).</summary>
internal sealed record Experience(float[] State, float Action, float Reward, float[]? Next);
