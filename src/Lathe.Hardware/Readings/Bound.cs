namespace Lathe.Hardware.Readings;

/// <summary>What a layer waits for.</summary>
public enum Bound
{
    /// <summary>Arithmetic.</summary>
    Compute,

    /// <summary>Memory.</summary>
    Memory,

    /// <summary>The start of the kernel itself.</summary>
    Launch,

    /// <summary>Not told: the layer was measured, not modelled.</summary>
    Unknown,
}
