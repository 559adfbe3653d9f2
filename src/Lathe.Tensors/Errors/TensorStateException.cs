namespace Lathe;

/// <summary>A tensor is used in a state that does not allow it: freed, of the wrong type, or holding NaN (exit code 2).</summary>
public sealed class TensorStateException : LatheException
{
    /// <summary>Creates the error with a message that names the tensor and the rule.</summary>
    public TensorStateException(string message)
        : base(message, null)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
