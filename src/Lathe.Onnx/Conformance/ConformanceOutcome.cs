namespace Lathe.Onnx.Conformance;

/// <summary>What became of one conformance case.</summary>
public enum ConformanceOutcome
{
    /// <summary>Every output has the expected type, shape and values.</summary>
    Passed,

    /// <summary>Types and shapes are as expected; the values are random by the standard's definition and cannot be compared.</summary>
    Random,

    /// <summary>The model was refused with a message that names what is not supported.</summary>
    Unsupported,

    /// <summary>An output differs from the expected one.</summary>
    Wrong,

    /// <summary>An error that is none of Lathe's own escaped: a defect.</summary>
    Crashed,
}
