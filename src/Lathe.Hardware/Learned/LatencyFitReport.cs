namespace Lathe.Hardware.Learned;

/// <summary>What a fit is worth, on networks and layers it has not seen.</summary>
/// <param name="Setting">Machine, runtime, threads.</param>
/// <param name="Basis">What the model was fitted to.</param>
/// <param name="Networks">The networks held out.</param>
/// <param name="Learned">Errors of the model on the networks.</param>
/// <param name="Flops">Errors of a line in multiply-accumulates on the same.</param>
/// <param name="Paleo">Errors of Paleo on the same.</param>
/// <param name="InsideInterval">The share of networks measured inside their interval; ninety in a hundred are promised.</param>
/// <param name="LeftOutLayers">Errors by type of layer, on profiled layers when their tray was left out.</param>
/// <param name="NetworkLayers">Errors by type of layer, on the kernels of the networks.</param>
/// <param name="Visits">Visits made.</param>
/// <param name="Disturbed">Visits that do not count because the machine was busy.</param>
/// <param name="Drift">The quiet yardstick while the networks were measured, as a ratio to that of the layers: what the machine itself changed.</param>
/// <param name="Power">What power rests on, and its left-out error; null without a figure.</param>
public sealed record LatencyFitReport(
    string Setting,
    string Basis,
    IReadOnlyList<NetworkResult> Networks,
    ErrorSummary Learned,
    ErrorSummary Flops,
    ErrorSummary Paleo,
    double InsideInterval,
    IReadOnlyList<LayerError> LeftOutLayers,
    IReadOnlyList<LayerError> NetworkLayers,
    int Visits,
    int Disturbed,
    double Drift,
    PowerModel? Power)
{
    private const double MostMape = 0.08, LeastWithin = 0.8;

    /// <summary>True when the mean error is at most 8 % and four networks in five are within 10 %.</summary>
    public bool MeetsTarget => Networks.Count > 0 && Learned.Mape <= MostMape && Learned.WithinTenPercent >= LeastWithin;
}
