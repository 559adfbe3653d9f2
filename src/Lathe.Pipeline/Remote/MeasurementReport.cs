using Lathe.Hardware;
using Lathe.Hardware.Energy;
using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Profiling;

namespace Lathe.Pipeline.Remote;

/// <summary>What was measured, and where.</summary>
public sealed record MeasurementReport
{
    /// <summary>The machine the models ran on.</summary>
    public required MachineDescription Machine { get; init; }

    /// <summary>The version of ONNX Runtime there.</summary>
    public required string OnnxRuntime { get; init; }

    /// <summary>The latency of every model, in the order of the request.</summary>
    public required IReadOnlyList<LatencyResult> Latencies { get; init; }

    /// <summary>The energy of one run of every model, in the order of the request.</summary>
    public required IReadOnlyList<EnergyReading> Energies { get; init; }

    /// <summary>The layers of the first model; null when not asked for.</summary>
    public ModelProfile? Profile { get; init; }

    /// <summary>The kernels of the first model; null when not asked for. With them there are no latencies and energies.</summary>
    public AgentVisit? Visit { get; init; }
}
