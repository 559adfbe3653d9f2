using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Compression.Techniques;

/// <summary>What a technique may use. Test data is in <see cref="Data"/> but not for techniques: they decide on validation data.</summary>
public sealed record TechniqueContext
{
    /// <summary>The data: train fits, validation decides.</summary>
    public required Dataset Data { get; init; }

    /// <summary>Randomness of this step.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Trains.</summary>
    public required IFineTuner FineTuner { get; init; }

    /// <summary>Costs by what they count: macs, size, latency, energy, measured-latency.</summary>
    public required Func<string, ICostModel> Cost { get; init; }

    /// <summary>Is told what goes on, a sentence at a time.</summary>
    public Action<string> Say { get; init; } = _ => { };

    /// <summary>Takes tables and charts for the report.</summary>
    public Action<TechniqueTable> Report { get; init; } = _ => { };

    /// <summary>Takes networks on the way that are worth measuring beside the result, with a name: controls and stages.</summary>
    public Action<string, ModelGraph> Keep { get; init; } = (_, _) => { };

    /// <summary>Takes files of the result, such as bundles: a name without folders, and the bytes.</summary>
    public Action<string, ReadOnlyMemory<byte>> WriteFile { get; init; } = (_, _) => { };

    /// <summary>Other networks by name: a teacher's file, an earlier run.</summary>
    public Func<string, ModelGraph> Open { get; init; } = name => throw new InvalidInputException($"'{name}' cannot be opened here.");

    /// <summary>Teachers that run elsewhere, by name: an ONNX file in ONNX Runtime; null where a name is none of theirs.</summary>
    public Func<string, Distillation.ITeacher?> Teacher { get; init; } = _ => null;

    /// <summary>A decision that depends on a measurement: taken once, recorded, repeated by a resumed run.</summary>
    public Func<string, Func<string>, string> Decide { get; init; } = (_, decide) => decide();

    /// <summary>Time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>True to see the path work on little data.</summary>
    public bool Quick { get; init; }

    /// <summary>Stops it between steps.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Trains with the step's settings.</summary>
    public ModelGraph Fit(ModelGraph graph, FitRequest request) => FineTuner.Fit(graph, request);
}
