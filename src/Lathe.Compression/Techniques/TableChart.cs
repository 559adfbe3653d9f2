namespace Lathe.Compression.Techniques;

/// <summary>A chart of a table.</summary>
/// <param name="X">The column along the horizontal axis.</param>
/// <param name="Y">The columns drawn against it.</param>
public sealed record TableChart(string X, IReadOnlyList<string> Y)
{
    /// <summary>The column that splits rows into lines of their own; null for one line a column.</summary>
    public string? Series { get; init; }

    /// <summary>Bars instead of lines.</summary>
    public bool Bars { get; init; }

    /// <summary>A logarithmic vertical axis.</summary>
    public bool Logarithmic { get; init; }
}
