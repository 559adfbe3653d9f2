using System.Text.Json.Serialization;
using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Profiling;

/// <summary>The latency of a model in ONNX Runtime, whole and per layer; measured.</summary>
public sealed record ModelProfile
{
    /// <summary>The model.</summary>
    public required string Model { get; init; }

    /// <summary>Samples in a run.</summary>
    public required int Batch { get; init; }

    /// <summary>Threads inside an operator.</summary>
    public required int Threads { get; init; }

    /// <summary>The whole model, without the profiler.</summary>
    public required LatencyResult Latency { get; init; }

    /// <summary>Runs under the profiler that were counted, after as many again to warm up as the whole model needed.</summary>
    public required int ProfiledRuns { get; init; }

    /// <summary>The nodes, in the order they run.</summary>
    public required IReadOnlyList<LayerProfile> Layers { get; init; }

    /// <summary>Sum of the nodes' times in microseconds; what the profiler itself costs is outside of it.</summary>
    [JsonIgnore]
    public double LayerMicroseconds => Layers.Sum(l => l.Microseconds);

    /// <summary>Layers with multiplications that run in integers.</summary>
    [JsonIgnore]
    public IEnumerable<LayerProfile> Integer => Layers.Where(l => l.Macs > 0 && l.Arithmetic == LayerArithmetic.Integer);

    /// <summary>Layers with multiplications that run in floating point.</summary>
    [JsonIgnore]
    public IEnumerable<LayerProfile> Float => Layers.Where(l => l.Macs > 0 && l.Arithmetic == LayerArithmetic.Float);
}
