using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Gptq;

/// <summary>How errors are passed on.</summary>
public sealed record GptqOptions : MeasuredCodeOptions
{
    /// <summary>Added to the diagonal.</summary>
    [Setting("Added to the diagonal of the second moments, as a share of its mean, against noise of few samples.", Min = 0, Above = true, Max = 1)]
    public double Damping { get; init; } = 0.01;

    /// <summary>Large inputs first.</summary>
    [Setting("Rounds the weights of the largest inputs first, while there are most others to make up for them.")]
    public bool LargestFirst { get; init; } = true;
}
