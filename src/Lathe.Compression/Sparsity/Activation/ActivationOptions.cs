namespace Lathe.Compression.Sparsity.Activation;

/// <summary>Pruning by the zeros of activations.</summary>
public sealed record ActivationOptions : CriterionOptions;
