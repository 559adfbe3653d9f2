namespace Lathe.Compression.Techniques;

/// <summary>Numbers a technique shows: a table, with a chart of it where people would rather look than read.</summary>
/// <param name="Name">File name without folders or ending, in kebab case.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Heads, with units.</param>
/// <param name="Rows">Texts and numbers, one for each column.</param>
public sealed record TechniqueTable(string Name, string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>How it is drawn.</summary>
    public TableChart? Chart { get; init; }

    /// <summary>How the numbers were had: measured on what, counted, analytic.</summary>
    public string Provenance { get; init; } = "";
}
