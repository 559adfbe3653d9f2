namespace Lathe.Hardware.Energy;

/// <summary>The energy of one run of something short: it is run again and again over a span that a meter can resolve.</summary>
public sealed class RunEnergy(TimeProvider clock, IEnergyMeter meter)
{
    // RAPL counters move every millisecond; processor time is counted in hundredths of a second on some systems.
    private static readonly TimeSpan s_span = TimeSpan.FromMilliseconds(300);

    /// <summary>Measures.</summary>
    /// <param name="run">What to run.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public EnergyReading Measure(Action run, CancellationToken cancellation = default)
    {
        IEnergySpan span = meter.Start();
        long start = clock.GetTimestamp();
        int runs = 0;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            run();
            runs++;
        }
        while (clock.GetElapsedTime(start) < s_span);
        EnergyReading all = span.Read();
        return all with { Joules = all.Joules / runs, Seconds = all.Seconds / runs, Basis = $"{all.Basis}; mean of {runs} runs" };
    }
}
