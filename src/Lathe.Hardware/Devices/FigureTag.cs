namespace Lathe.Hardware.Devices;

/// <summary>How a figure of the catalog is known.</summary>
public enum FigureTag
{
    /// <summary>[V]: read at the named source.</summary>
    Verified,

    /// <summary>[C]: computed from other figures by the arithmetic the source names.</summary>
    Computed,

    /// <summary>[P]: recalled from a paper or data sheet and not read again: a default.</summary>
    Presumed,

    /// <summary>[M]: measured or detected on the machine itself.</summary>
    Measured,
}
