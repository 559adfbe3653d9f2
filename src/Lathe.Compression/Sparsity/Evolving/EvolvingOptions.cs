using Lathe.Compression.Techniques;

namespace Lathe.Compression.Sparsity.Evolving;

/// <summary>Sparse training whose connections move.</summary>
public abstract record EvolvingOptions : SparseTrainingOptions
{
    /// <summary>Share of the connections replaced at first.</summary>
    [Setting("Share of a layer's connections replaced at the first update; it falls along half a cosine.", Min = 0, Max = 1)]
    public double Drop { get; init; } = 0.3;

    /// <summary>Steps between two updates.</summary>
    [Setting("Training steps between two updates of the connections; 0 for 100, or a tenth of a training of less than 1,000 steps.", Min = 0)]
    public int Every { get; init; }

    /// <summary>Share of the training after which connections stay.</summary>
    [Setting("Share of the training after which connections stay.", Min = 0, Max = 1, Above = true)]
    public double End { get; init; } = 0.75;
}
