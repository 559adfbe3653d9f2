using System.Diagnostics;
using System.Globalization;

namespace Lathe.Hardware.Tests;

/// <summary>Times work by what its thread ran, where the system tells that: a busy machine makes it wait, not work longer.</summary>
internal static class ThreadTime
{
    private const string Statistics = "/proc/thread-self/schedstat";

    public static double Milliseconds(Action work)
    {
        (double start, long clock) = (Ran(), Stopwatch.GetTimestamp());
        work();
        double ran = Ran() - start;
        return ran > 0 ? ran : Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
    }

    // The first figure is nanoseconds on a processor; systems without it give 0 twice.
    private static double Ran() => File.Exists(Statistics) ? double.Parse(File.ReadAllText(Statistics).Split(' ')[0], CultureInfo.InvariantCulture) * 1e-6 : 0;
}
