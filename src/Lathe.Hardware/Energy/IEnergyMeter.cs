namespace Lathe.Hardware.Energy;

/// <summary>Tells the energy used between a start and an end.</summary>
public interface IEnergyMeter
{
    /// <summary>Notes the start.</summary>
    IEnergySpan Start();
}
