namespace Lathe;

/// <summary>The base of every error Lathe raises on purpose; its message is one a user can act on.</summary>
public abstract class LatheException : Exception
{
    private protected LatheException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>The process exit code a command ends with when this error reaches it.</summary>
    public abstract int ExitCode { get; }
}
