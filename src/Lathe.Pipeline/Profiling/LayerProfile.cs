using System.Text.Json.Serialization;

namespace Lathe.Pipeline.Profiling;

/// <summary>One node as ONNX Runtime runs it: its measured time, and the nodes of the model it stands for.</summary>
public sealed record LayerProfile
{
    /// <summary>The name of the model's node that does the work; ONNX Runtime's own name where it added a node.</summary>
    public required string Name { get; init; }

    /// <summary>The model's operators it stands for, such as Conv, Add, Relu; empty where ONNX Runtime added a node.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>The kernel that ran, such as QLinearConv.</summary>
    public required string Kernel { get; init; }

    /// <summary>What it computes in.</summary>
    public required LayerArithmetic Arithmetic { get; init; }

    /// <summary>Mean of the middle half of the runs, in microseconds; measured.</summary>
    public required double Microseconds { get; init; }

    /// <summary>Median over the runs, in whole microseconds; measured.</summary>
    public required double MedianMicroseconds { get; init; }

    /// <summary>Part of the sum over all nodes, 0 to 1; measured.</summary>
    public required double Share { get; init; }

    /// <summary>Multiply-accumulates of one run; analytic.</summary>
    public required long Macs { get; init; }

    /// <summary>Bytes of the parameters it reads, as stored in the file.</summary>
    public required long ParameterBytes { get; init; }

    /// <summary>Billions of multiplications and additions a second; 0 without any.</summary>
    [JsonIgnore]
    public double GigaOperationsPerSecond => Microseconds > 0 ? 2 * Macs / Microseconds / 1e3 : 0;
}
