namespace Lathe.Hardware.Learned.Profiles;

/// <summary>One measurement of one subject: a tray of layers, or a network.</summary>
/// <param name="Subject">Its name.</param>
/// <param name="Pass">The number of the visit.</param>
/// <param name="WholeMicroseconds">Lower quartile of whole runs without the profiler.</param>
/// <param name="UsualMicroseconds">Median of the same runs.</param>
/// <param name="YardstickMicroseconds">The slower of two looks at a fixed model, right before and after the whole runs: how busy the machine was.</param>
/// <param name="ProfiledYardstickMicroseconds">The same around the runs under the profiler.</param>
/// <param name="Watts">Power during the whole runs, or null where there is no figure.</param>
/// <param name="Kernels">The kernels in the order they run.</param>
public sealed record Visit(string Subject, int Pass, double WholeMicroseconds, double UsualMicroseconds, double YardstickMicroseconds, double ProfiledYardstickMicroseconds, double? Watts, IReadOnlyList<KernelTiming> Kernels);
