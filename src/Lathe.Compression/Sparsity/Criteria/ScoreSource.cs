using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Compression.Sparsity.Criteria;

/// <summary>What criteria that look at gradients or activations read.</summary>
/// <param name="Data">Training samples.</param>
/// <param name="Samples">How many of them to look at.</param>
/// <param name="Key">Randomness: which samples, and the draw of the random control.</param>
public sealed record ScoreSource(DataSplit Data, int Samples, RandomKey Key);
