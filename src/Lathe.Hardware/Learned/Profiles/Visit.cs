namespace Lathe.Hardware.Learned.Profiles;

/// <summary>One measurement of one subject: a tray of layers, or a network.</summary>
/// <param name="Subject">Its name.</param>
/// <param name="Pass">The number of the visit.</param>
/// <param name="WholeMicroseconds">Median of whole runs without the profiler.</param>
/// <param name="YardstickMicroseconds">The slower of two runs of a fixed model, before and after: how busy the machine was.</param>
/// <param name="Watts">Power during the whole runs, or null where there is no figure.</param>
/// <param name="Kernels">The kernels in the order they run.</param>
public sealed record Visit(string Subject, int Pass, double WholeMicroseconds, double YardstickMicroseconds, double? Watts, IReadOnlyList<KernelTiming> Kernels);
