namespace Lathe.Compression.Distillation.Logits;

/// <summary>Teacher, temperature and share.</summary>
public sealed record LogitsOptions : DistillOptions;
