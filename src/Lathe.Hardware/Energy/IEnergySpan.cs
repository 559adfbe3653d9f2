namespace Lathe.Hardware.Energy;

/// <summary>A running measurement of energy.</summary>
public interface IEnergySpan
{
    /// <summary>The energy since the start.</summary>
    EnergyReading Read();
}
