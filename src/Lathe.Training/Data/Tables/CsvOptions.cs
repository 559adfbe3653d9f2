namespace Lathe.Training.Data.Tables;

/// <summary>How a table is read.</summary>
public sealed record CsvOptions
{
    /// <summary>The column of labels or targets, by name or number from 0; the last when null.</summary>
    public string? Label { get; init; }

    /// <summary>Columns left out (an identifier, say), by name or number.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>The label column holds real targets, not classes.</summary>
    public bool Regression { get; init; }

    /// <summary>Between fields.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>A file of test rows; without it a fifth of the rows, chosen by the key, tests.</summary>
    public string? TestFile { get; init; }

    /// <summary>How much a file may hold.</summary>
    public DataLimits Limits { get; init; } = DataLimits.Default;
}
