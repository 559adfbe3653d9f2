using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Analytic;

/// <summary>A kernel on a device's roofline.</summary>
/// <param name="Seconds">Its time.</param>
/// <param name="Bound">What it waits for.</param>
/// <param name="PaddedMacs">Multiply-accumulates of whole tiles.</param>
/// <param name="ActivationBytes">Bytes of activations moved.</param>
/// <param name="WeightBytes">Bytes of weights moved.</param>
/// <param name="Utilisation">The share of the peak reached.</param>
public readonly record struct RooflinePoint(Estimate Seconds, Bound Bound, long PaddedMacs, double ActivationBytes, double WeightBytes, double Utilisation)
{
    /// <summary>Operations per byte.</summary>
    public double Intensity(Kernel kernel) => 2.0 * kernel.Macs / (ActivationBytes + WeightBytes);
}
