using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Learned;

/// <summary>A network that was predicted, then measured.</summary>
/// <param name="Network">Its name.</param>
/// <param name="Measured">Milliseconds measured: the least of the visits, each a lower quartile of its runs.</param>
/// <param name="Spread">How far above that the lower quartile of the visits lies.</param>
/// <param name="Usual">Median of the runs over all visits: the machine as busy as it was.</param>
/// <param name="Predicted">Milliseconds predicted.</param>
/// <param name="Flops">Milliseconds by a line in multiply-accumulates fitted to the same trays.</param>
/// <param name="Paleo">Milliseconds by Paleo.</param>
/// <param name="Millijoules">Energy of a run, predicted; null without a model of power.</param>
/// <param name="Kernels">Kernels it runs.</param>
/// <param name="Seen">How many of them were profiled with exactly their sizes.</param>
/// <param name="Unknown">Operators of which no kernel was profiled.</param>
public sealed record NetworkResult(string Network, double Measured, double Spread, double Usual, Estimate Predicted, double Flops, double Paleo, double? Millijoules, int Kernels, int Seen, IReadOnlyList<string> Unknown)
{
    /// <summary>The error as a share of the measurement.</summary>
    public double Error => (Predicted.Value / Measured) - 1;

    /// <summary>True when the measurement lies in the interval.</summary>
    public bool IsInside => Measured >= Predicted.Low && Measured <= Predicted.High;
}
