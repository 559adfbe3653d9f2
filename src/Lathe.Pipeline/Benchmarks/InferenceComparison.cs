using Lathe.Hardware.Measurement;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>One network run by three engines in the same rounds.</summary>
/// <param name="Model">The zoo network.</param>
/// <param name="Batch">Samples a run.</param>
/// <param name="Lathe">Our executor, f32.</param>
/// <param name="Runtime">ONNX Runtime, f32.</param>
/// <param name="Integers">ONNX Runtime on our INT8 export.</param>
/// <param name="LatheSpeedup">Our executor against ONNX Runtime in f32.</param>
/// <param name="IntegerSpeedup">INT8 against f32 in ONNX Runtime.</param>
public sealed record InferenceComparison(string Model, int Batch, LatencyResult Lathe, LatencyResult Runtime, LatencyResult Integers, LatencyComparison LatheSpeedup, LatencyComparison IntegerSpeedup);
