namespace Lathe;

/// <summary>A model, data set, recipe or argument given by the user is not usable as it is (exit code 2).</summary>
public class InvalidInputException : LatheException
{
    /// <summary>Creates the error with a message that names the value, the rule and the remedy.</summary>
    public InvalidInputException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 2;
}
