using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Weights;

/// <summary>Codes that are chosen with inputs in view.</summary>
public abstract record MeasuredCodeOptions : WeightCodeOptions
{
    /// <summary>Validation samples that are run.</summary>
    [Setting("Validation samples whose inputs to each layer are measured.", Min = 1)]
    public int Samples { get; init; } = 256;
}
