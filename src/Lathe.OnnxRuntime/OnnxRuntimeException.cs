namespace Lathe.OnnxRuntime;

/// <summary>ONNX Runtime refused a model or an input (exit code 2).</summary>
public sealed class OnnxRuntimeException : InvalidInputException
{
    /// <summary>Creates the error.</summary>
    public OnnxRuntimeException(string message)
        : base(message)
    {
    }
}
