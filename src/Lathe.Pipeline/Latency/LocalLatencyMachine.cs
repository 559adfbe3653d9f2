using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;

namespace Lathe.Pipeline.Latency;

/// <summary>The machine at hand.</summary>
internal sealed class LocalLatencyMachine : ILatencyMachine
{
    private readonly TimeProvider _time;
    private readonly int _threads;
    private readonly RuntimeLayerMeter _meter;

    public LocalLatencyMachine(TimeProvider time, int threads)
    {
        (_time, _threads) = (time, threads);
        RaplMeter? rapl = RaplMeter.Open(time);
        Power = rapl is null ? ("utilisation x TDP of an unknown processor (no energy counter could be read): an estimate", false) : ($"RAPL counters {string.Join(", ", rapl.Zones.Select(z => z.Name))}", true);
        _meter = new RuntimeLayerMeter(time, threads, rapl ?? (IEnergyMeter)Estimated());
    }

    public string Setting => MachineLatencyFit.Setting(_threads);

    public (string Basis, bool Measured) Power { get; }

    public Visit Measure(string subject, int pass, LayerTray tray, CancellationToken cancellation) => _meter.Measure(subject, pass, tray, cancellation);

    public Visit Measure(string subject, int pass, ModelGraph graph, CancellationToken cancellation) => _meter.Measure(subject, pass, graph, cancellation);

    public Paleo Paleo() => Hardware.Analytic.Paleo.Of(ThisMachine.Detect(measured: Rates()));

    public MachineRates Rates() => MachineMeter.Measure(_time, _threads);

    public void Dispose() => _meter.Dispose();

    private UtilisationMeter Estimated() => new(ProcessorPower.Unknown(Environment.ProcessorCount).Value, Environment.ProcessorCount, _time, () => Environment.CpuUsage.TotalTime);
}
