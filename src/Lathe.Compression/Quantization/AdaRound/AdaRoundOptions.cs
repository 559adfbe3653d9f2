using Lathe.Compression.Quantization.Weights;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Quantization.AdaRound;

/// <summary>How the direction of rounding is learned.</summary>
public sealed record AdaRoundOptions : MeasuredCodeOptions
{
    /// <summary>Steps of the optimizer for each layer.</summary>
    [Setting("Steps of the optimizer for each layer; fewer in quick runs.", Min = 10)]
    public int Steps { get; init; } = 1000;

    /// <summary>Rate of Adam.</summary>
    [Setting("Rate of the optimizer (Adam).", Min = 0, Above = true)]
    public double Rate { get; init; } = 0.03;

    /// <summary>How strongly directions are pushed to one side in the end.</summary>
    [Setting("Weight of the term that settles every weight up or down, relative to the error of plain rounding.", Min = 0, Above = true)]
    public double Settling { get; init; } = 0.1;
}
