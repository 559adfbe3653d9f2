namespace Lathe.Hardware.Readings;

/// <summary>Where energy goes, in joules.</summary>
/// <param name="Compute">Arithmetic.</param>
/// <param name="OnChip">Accesses to memory on the chip (SRAM).</param>
/// <param name="OffChip">Accesses beyond it (DRAM; flash of a microcontroller).</param>
public readonly record struct EnergyBreakdown(double Compute, double OnChip, double OffChip)
{
    /// <summary>The sum.</summary>
    public double Total => Compute + OnChip + OffChip;

    /// <summary>Sums two.</summary>
    public static EnergyBreakdown operator +(EnergyBreakdown left, EnergyBreakdown right) => new(left.Compute + right.Compute, left.OnChip + right.OnChip, left.OffChip + right.OffChip);
}
