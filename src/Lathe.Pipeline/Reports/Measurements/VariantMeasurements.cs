using Lathe.Pipeline.Profiling;

namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>What was read of one deployed file of a run, kept beside it as JSON.</summary>
public sealed record VariantMeasurements
{
    /// <summary>The variant.</summary>
    public required string Variant { get; init; }

    /// <summary>Its latency per layer in ONNX Runtime; measured.</summary>
    public required ModelProfile Profile { get; init; }

    /// <summary>Its weights, layer by layer; counted from the file.</summary>
    public required IReadOnlyList<LayerWeights> Weights { get; init; }

    /// <summary>The noise of its activations, where it is quantized; measured on validation samples.</summary>
    public IReadOnlyList<ActivationNoise> Activations { get; init; } = [];

    /// <summary>Validation samples behind <see cref="Activations"/>.</summary>
    public int Samples { get; init; }
}
