namespace Lathe.Compression.Sparsity.Random;

/// <summary>The random control.</summary>
public sealed record RandomOptions : CriterionOptions;
