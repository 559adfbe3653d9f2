namespace Lathe;

/// <summary>A native kernel refused work that its contract covers; the message names the operation and its shapes (exit code 3).</summary>
public sealed class KernelException : LatheException
{
    /// <summary>Creates the error with a message that names library, operation, shapes and status.</summary>
    public KernelException(string message)
        : base(message, null)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
