using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Training.Pact;

/// <summary>How clipping limits are learned.</summary>
public sealed record PactOptions : QatOptions
{
    /// <summary>L2 regularisation of the limits.</summary>
    [Setting("L2 regularisation of the clipping limits, which pulls them down; the paper takes that of the weights.", Min = 0)]
    public double LimitDecay { get; init; } = 5e-4;
}
