namespace Lathe.Hardware.Readings;

/// <summary>How a figure was had; the four kinds are never mixed silently.</summary>
public enum Provenance
{
    /// <summary>Run on the device and timed.</summary>
    Measured,

    /// <summary>Run on a model of the device, cycle by cycle or access by access.</summary>
    Simulated,

    /// <summary>A model fitted to measurements of the device or of ones like it.</summary>
    Calibrated,

    /// <summary>Computed from the device's published figures.</summary>
    Analytic,
}
