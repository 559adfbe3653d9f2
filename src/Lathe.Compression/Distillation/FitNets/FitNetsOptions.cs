using Lathe.Compression.Techniques;

namespace Lathe.Compression.Distillation.FitNets;

/// <summary>Where the hint is, and how long it is learned.</summary>
public sealed record FitNetsOptions : DistillOptions
{
    /// <summary>The hint.</summary>
    [Setting("The hint, student-value=teacher-value; the last activation of the middle resolution of both when empty.")]
    public string Hint { get; init; } = "";

    /// <summary>The share of the epochs for the hint.</summary>
    [Setting("The share of the epochs that learns the hint alone.", Min = 0, Above = true, Max = 1, Below = true)]
    public double HintShare { get; init; } = 0.3;
}
