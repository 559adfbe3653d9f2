using Lathe.Hardware.Readings;

namespace Lathe.Hardware.Energy;

/// <summary>
/// Energy estimated where no counter can be read: <c>TDP * utilisation * time</c>, utilisation being processor time over cores and wall time;
/// an idle machine counts with a tenth of its TDP. Always labelled as an estimate.
/// </summary>
/// <param name="tdpWatts">Thermal design power of the processor.</param>
/// <param name="cores">Its logical processors.</param>
/// <param name="clock">Tells wall time.</param>
/// <param name="processorTime">Tells the processor time used so far.</param>
public sealed class UtilisationMeter(double tdpWatts, int cores, TimeProvider clock, Func<TimeSpan> processorTime) : IEnergyMeter
{
    private const double IdleShare = 0.1;

    /// <inheritdoc/>
    public IEnergySpan Start() => new Span(this);

    private double Joules(double busy, double wall)
    {
        double utilisation = wall > 0 ? Math.Clamp(busy / (cores * wall), 0, 1) : 0;
        return tdpWatts * Math.Max(IdleShare, utilisation) * wall;
    }

    private sealed class Span(UtilisationMeter meter) : IEnergySpan
    {
        private readonly TimeSpan _busy = meter.Busy();
        private readonly long _start = meter.Now();

        public EnergyReading Read()
        {
            double wall = meter.Elapsed(_start), busy = (meter.Busy() - _busy).TotalSeconds;
            return new EnergyReading(meter.Joules(busy, wall), wall, Provenance.Analytic, meter.Basis);
        }
    }

    private string Basis => $"estimate: {tdpWatts:0.#} W TDP x utilisation of {cores} cores (no energy counter could be read)";

    private TimeSpan Busy() => processorTime();

    private long Now() => clock.GetTimestamp();

    private double Elapsed(long start) => clock.GetElapsedTime(start).TotalSeconds;
}
