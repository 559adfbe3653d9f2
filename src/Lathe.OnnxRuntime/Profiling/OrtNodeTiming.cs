namespace Lathe.OnnxRuntime.Profiling;

/// <summary>The measured time of one node of the graph as ONNX Runtime runs it.</summary>
/// <param name="Name">The node's name in the optimized graph; fused nodes carry names ONNX Runtime made.</param>
/// <param name="OpType">The operator that ran, such as QLinearConv.</param>
/// <param name="Provider">The execution provider.</param>
/// <param name="Runs">Runs counted.</param>
/// <param name="MedianMicroseconds">Median over the runs; single durations have a resolution of one microsecond.</param>
/// <param name="Microseconds">Mean of the middle half of the runs: as robust as the median, without its steps of one microsecond.</param>
/// <param name="QuietMicroseconds">Lower quartile of the runs (<see cref="LowerQuartile"/>).</param>
/// <param name="InputTypes">Element types of the inputs, as ONNX Runtime names them (float, uint8 ...).</param>
/// <param name="OutputShape">Dimensions of the first output, in ONNX Runtime's own layout.</param>
public sealed record OrtNodeTiming(string Name, string OpType, string Provider, int Runs, double MedianMicroseconds, double Microseconds, double QuietMicroseconds, IReadOnlyList<string> InputTypes, IReadOnlyList<long> OutputShape);
