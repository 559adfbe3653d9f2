namespace Lathe;

/// <summary>A tensor would not fit in the memory limit (exit code 3).</summary>
public sealed class TensorMemoryException : LatheException
{
    /// <summary>Creates the error.</summary>
    /// <param name="requested">Bytes asked for.</param>
    /// <param name="live">Bytes in live tensors.</param>
    /// <param name="limit">The limit.</param>
    public TensorMemoryException(long requested, long live, long limit)
        : base($"A tensor of {requested:N0} bytes does not fit: {live:N0} bytes are in use and the limit is {limit:N0}. Use a smaller batch, activation checkpointing, or raise LATHE_MEMORY_LIMIT.", null)
    {
    }

    /// <inheritdoc/>
    public override int ExitCode => 3;
}
