namespace Lathe.Hardware.Learned.Profiles;

/// <summary>What a tray of layers or a network took over its visits.</summary>
/// <param name="Subject">Its name.</param>
/// <param name="Visits">Visits while the machine was quiet.</param>
/// <param name="Disturbed">Visits while it was busy.</param>
/// <param name="WholeMicroseconds">The least of the visits.</param>
/// <param name="Spread">How far above the least the lower quartile of the visits lies.</param>
/// <param name="UsualMicroseconds">Median of the whole runs, over all visits: what the machine does as busy as it usually is.</param>
/// <param name="Watts">Power, or null where there is no figure.</param>
/// <param name="Kernels">The kernels.</param>
public sealed record SubjectProfile(string Subject, int Visits, int Disturbed, double WholeMicroseconds, double Spread, double UsualMicroseconds, double? Watts, IReadOnlyList<KernelProfile> Kernels)
{
    /// <summary>Sum of the kernels' times.</summary>
    public double KernelMicroseconds => Kernels.Sum(k => k.Microseconds);
}
