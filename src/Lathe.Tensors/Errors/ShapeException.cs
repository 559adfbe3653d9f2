namespace Lathe;

/// <summary>Tensors whose shapes or types do not fit together (exit code 2).</summary>
public sealed class ShapeException : InvalidInputException
{
    /// <summary>Creates the error with a message that names the operation, both shapes and the rule.</summary>
    public ShapeException(string message)
        : base(message)
    {
    }
}
