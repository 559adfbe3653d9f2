namespace Lathe.Hardware.Learned.Profiles;

/// <summary>What a tray of layers or a network took over the visits that count.</summary>
/// <param name="Subject">Its name.</param>
/// <param name="Visits">Visits that count.</param>
/// <param name="Disturbed">Visits that do not count because the machine was busy.</param>
/// <param name="WholeMicroseconds">Median of the whole runs.</param>
/// <param name="Spread">Half of the distance between the fastest and the slowest visit.</param>
/// <param name="Watts">Power, or null where there is no figure.</param>
/// <param name="Kernels">The kernels.</param>
public sealed record SubjectProfile(string Subject, int Visits, int Disturbed, double WholeMicroseconds, double Spread, double? Watts, IReadOnlyList<KernelProfile> Kernels)
{
    /// <summary>Sum of the kernels' times.</summary>
    public double KernelMicroseconds => Kernels.Sum(k => k.Microseconds);
}
