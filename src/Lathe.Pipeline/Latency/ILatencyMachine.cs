using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Learned.Profiles;

namespace Lathe.Pipeline.Latency;

/// <summary>The machine whose latency is fitted: this one, or that of an agent.</summary>
internal interface ILatencyMachine : ILayerMeter, IDisposable
{
    /// <summary>What a model fitted there is about: it serves no other processor, runtime or number of threads.</summary>
    string Setting { get; }

    /// <summary>What power is read from, and whether that measures it.</summary>
    (string Basis, bool Measured) Power { get; }

    /// <summary>Measures a network at batch 1.</summary>
    Visit Measure(string subject, int pass, ModelGraph graph, CancellationToken cancellation);

    /// <summary>Paleo's model of it.</summary>
    Paleo Paleo();
}
