namespace Lathe.Hardware.Devices;

/// <summary>A number that says where it comes from.</summary>
/// <param name="Value">The number, in base units (hertz, bytes, operations per second, watts, seconds).</param>
/// <param name="Source">Where it was read or how it was computed.</param>
/// <param name="Tag">How it is known.</param>
public sealed record Figure(double Value, string Source, FigureTag Tag)
{
    /// <summary>A figure detected or measured on the machine itself.</summary>
    public static Figure Here(double value, string how) => new(value, how, FigureTag.Measured);

    /// <summary>The letter of the tag: V, C, P or M.</summary>
    public char Letter => Tag switch { FigureTag.Verified => 'V', FigureTag.Computed => 'C', FigureTag.Presumed => 'P', _ => 'M' };
}
