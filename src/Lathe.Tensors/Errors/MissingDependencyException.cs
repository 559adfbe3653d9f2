namespace Lathe;

/// <summary>The machine lacks something Lathe needs; the message says what and how to get it (exit code 3).</summary>
public sealed class MissingDependencyException : LatheException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What is missing and what it is for.</param>
    /// <param name="remedy">The command that gets it.</param>
    /// <param name="inner">The failure that showed it.</param>
    public MissingDependencyException(string message, string remedy, Exception? inner = null)
        : base($"{message} Get it with: {remedy}", inner)
    {
        (What, Remedy) = (message, remedy);
    }

    /// <summary>What is missing and what it is for, without the remedy.</summary>
    public string What { get; }

    /// <summary>The command that gets the missing piece.</summary>
    public string Remedy { get; }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
