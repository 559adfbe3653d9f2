namespace Lathe.Training.Data;

/// <summary>How much a data file may hold before it is refused; guards against hostile or mistaken files.</summary>
public sealed record DataLimits
{
    /// <summary>The limits in force where none are given.</summary>
    public static DataLimits Default { get; } = new();

    /// <summary>Bytes of one file once unpacked, and of all samples of a set; arrays end at 2 GiB.</summary>
    public long MostBytes { get; init; } = 2_000_000_000;

    /// <summary>Samples of a set.</summary>
    public int MostSamples { get; init; } = 100_000_000;

    /// <summary>Pixels of one image.</summary>
    public int MostPixels { get; init; } = 64_000_000;

    /// <summary>Checks a size in bytes.</summary>
    /// <exception cref="InvalidInputException">It is over the limit.</exception>
    public void CheckBytes(string path, long bytes)
    {
        if (bytes > MostBytes || bytes < 0)
        {
            throw new InvalidInputException($"'{path}' holds {(bytes < 0 ? "far more" : $"{bytes:N0} bytes, more")} than the limit of {MostBytes:N0} bytes. Split it, or take fewer or smaller samples.");
        }
    }
}
