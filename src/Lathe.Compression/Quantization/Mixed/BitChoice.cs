namespace Lathe.Compression.Quantization.Mixed;

/// <summary>One way to treat a layer.</summary>
/// <param name="Bits">Bits of its weights and of the activations it reads.</param>
/// <param name="Cost">What it costs of the budget; 0 or more.</param>
/// <param name="Loss">What it loses; 0 or more.</param>
public readonly record struct BitChoice(int Bits, double Cost, double Loss);
