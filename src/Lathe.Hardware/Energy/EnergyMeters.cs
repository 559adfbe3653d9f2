namespace Lathe.Hardware.Energy;

/// <summary>The best energy meter a machine has.</summary>
public static class EnergyMeters
{
    /// <summary>The processor's counters where they can be read, else an estimate from use and TDP, which says so.</summary>
    /// <param name="clock">Tells time.</param>
    /// <param name="machine">The machine at hand.</param>
    /// <param name="counters">Where the counters are; another folder only in tests.</param>
    public static IEnergyMeter Open(TimeProvider clock, MachineDescription machine, string counters = RaplMeter.SystemFolder) =>
        (IEnergyMeter?)RaplMeter.Open(clock, counters) ?? new UtilisationMeter(ProcessorPower.Unknown(machine.Cores).Value, machine.Cores, clock, () => Environment.CpuUsage.TotalTime);
}
