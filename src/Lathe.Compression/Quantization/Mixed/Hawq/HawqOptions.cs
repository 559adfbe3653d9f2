using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.Mixed.Hawq;

/// <summary>How bits are chosen by sensitivity.</summary>
public sealed record HawqOptions : MixedOptions
{
    /// <summary>What stands for the loss.</summary>
    [Setting("What stands for the loss of bits: the Hessian's trace, or the measured validation loss of one layer at a time.")]
    public SensitivityMeasure Sensitivity { get; init; } = SensitivityMeasure.Hessian;

    /// <summary>A file of measured sensitivities.</summary>
    [Setting("Path of a sensitivity.json that 'analyze' wrote: the losses of bits are read there instead of measured again.")]
    public string Sensitivities { get; init; } = "";

    /// <summary>Random vectors of the trace.</summary>
    [Setting("Random vectors of the Hessian's trace.", Min = 2)]
    public int Draws { get; init; } = 16;
}
