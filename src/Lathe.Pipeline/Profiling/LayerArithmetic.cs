using System.Text.Json.Serialization;

namespace Lathe.Pipeline.Profiling;

/// <summary>What a node of a deployed model computes in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LayerArithmetic>))]
public enum LayerArithmetic
{
    /// <summary>Floating point.</summary>
    Float,

    /// <summary>8-bit integers.</summary>
    Integer,

    /// <summary>Between the two: quantize, dequantize, cast.</summary>
    Conversion,

    /// <summary>Another order of the same numbers, put in by ONNX Runtime.</summary>
    Layout,
}
