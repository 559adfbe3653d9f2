using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;
using Lathe.Hardware.Learned.Layers;
using Lathe.Hardware.Learned.Profiles;
using Lathe.Onnx;
using Lathe.Pipeline.Remote;
using Lathe.Tensors;

namespace Lathe.Pipeline.Latency;

/// <summary>The machine of an agent. Every visit is a job of its own there: one that fails or never ends takes only itself along.</summary>
internal sealed class AgentLatencyMachine : ILatencyMachine
{
    // A small network that says what the machine is.
    private static readonly LayerTray s_probe = LayerTray.Of(new LayerSpec(LayerTemplate.Convolution, 8, 8, 8, 8, 3, 1, 1, 0));

    private readonly AgentClient _agent;
    private readonly int _threads;
    private readonly AgentVisit _about;

    public AgentLatencyMachine(AgentClient agent, int threads, CancellationToken cancellation)
    {
        (_agent, _threads) = (agent, threads);
        _about = Ask(LayerNetwork.Of(s_probe, RandomKey.FromSeed(0)), rates: true, cancellation);
        Setting = _about.Setting.Replace('\t', ' ').Replace('\n', ' ');
    }

    public string Setting { get; }

    public (string Basis, bool Measured) Power => (_about.PowerBasis, _about.PowerMeasured);

    public Visit Measure(string subject, int pass, LayerTray tray, CancellationToken cancellation) =>
        Measure(subject, pass, LayerNetwork.Of(tray, RandomKey.FromSeed(0).Fold(subject)), cancellation);

    public Visit Measure(string subject, int pass, ModelGraph graph, CancellationToken cancellation)
    {
        AgentVisit answer = Ask(OptimizedNetwork.AtBatchOne(graph), rates: false, cancellation);
        return answer.Setting == _about.Setting
            ? answer.Visit with { Subject = subject, Pass = pass }
            : throw new InvalidInputException($"The agent at {_agent.Address} was '{_about.Setting}' and is now '{answer.Setting}'. Visits of two machines make no model: begin anew.");
    }

    // Percent of peak and the clock are presumed as they are here; Paleo's clock only bounds its shortest layer.
    public Paleo Paleo() => Hardware.Analytic.Paleo.Of(ThisMachine.Detect(measured: _about.Rates));

    public void Dispose()
    {
    }

    private AgentVisit Ask(ModelGraph network, bool rates, CancellationToken cancellation)
    {
        var request = new MeasurementRequest { Models = [("layers", OnnxModel.ToBytes(network))], Settings = new MeasurementSettings { Threads = _threads, Kernels = true, Rates = rates } };
        AgentVisit visit = _agent.Measure(request, null, cancellation).Visit ?? throw new InvalidInputException($"The agent at {_agent.Address} measures no kernels: it is of an earlier version. Start one of this version there.");
        bool whole = visit.Visit.WholeMicroseconds > 0 && visit.Visit.YardstickMicroseconds > 0 && visit.Visit.Kernels.All(k => k.Config is not null && double.IsFinite(k.Microseconds) && k.Config.Operator.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_'));
        return whole && (!rates || visit.Rates is not null) ? visit : throw new InvalidInputException($"The agent at {_agent.Address} answered with times or kernels that are none. Start one of this version there.");
    }
}
