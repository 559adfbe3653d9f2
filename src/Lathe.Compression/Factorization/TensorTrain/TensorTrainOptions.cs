using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.TensorTrain;

/// <summary>How dense layers become tensor trains.</summary>
public sealed record TensorTrainOptions : FactorOptions
{
    /// <summary>Cores of a train.</summary>
    [Setting("Cores of a train: inputs and outputs are each written as a product of so many numbers.", Min = 2, Max = 6)]
    public int Cores { get; init; } = 3;
}
