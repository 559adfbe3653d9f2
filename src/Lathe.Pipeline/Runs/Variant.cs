using Lathe.Hardware.Measurement;
using Lathe.Pipeline.Boards;
using Lathe.Pipeline.Targets;

namespace Lathe.Pipeline.Runs;

/// <summary>One deployed file of a run and what was measured of it.</summary>
public sealed record Variant
{
    /// <summary>baseline, pruned, int8 ...</summary>
    public required string Name { get; init; }

    /// <summary>The file, relative to the run's folder.</summary>
    public required string File { get; init; }

    /// <summary>Accuracy of the file on the whole test set, in ONNX Runtime; of C sources, what their own code answers.</summary>
    public required double TestAccuracy { get; init; }

    /// <summary>Accuracy of the file on the validation set, in ONNX Runtime: what recommendations are made by.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>Mean cross-entropy of the file on the whole test set, in nats; <c>exp</c> of it is a language model's perplexity.</summary>
    public double TestLoss { get; init; }

    /// <summary>What ONNX Runtime runs after its own optimization: operators and how often.</summary>
    public required IReadOnlyDictionary<string, int> Operators { get; init; }

    /// <summary>Trained values.</summary>
    public required long Parameters { get; init; }

    /// <summary>Multiply-accumulates for one sample; analytic.</summary>
    public required long Macs { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Peak bytes of activations for one sample; analytic.</summary>
    public required long PeakActivationBytes { get; init; }

    /// <summary>Measured latency: ONNX Runtime, batch 1, one thread; on the target's agent where there is one, else on this machine. Null for C sources.</summary>
    public LatencyResult? Latency { get; init; }

    /// <summary>Against the baseline, same rounds.</summary>
    public LatencyComparison? Speedup { get; init; }

    /// <summary>The network as ONNX, relative to the run's folder: the file itself, or what C sources were written from.</summary>
    public string Network { get => field ?? File; init; }

    /// <summary>What was measured of C sources on a board; null for other files.</summary>
    public BoardMeasurement? Board { get; init; }

    /// <summary>What an inference takes on the target device.</summary>
    public DeviceReading? Device { get; init; }
}
