namespace Lathe.Pipeline.Reproductions;

/// <summary>What a reproduction found.</summary>
/// <param name="Columns">Heads of the table.</param>
/// <param name="Rows">The table.</param>
/// <param name="Claims">What was to be shown, and whether it was.</param>
public sealed record ReproductionOutcome(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<Claim> Claims)
{
    /// <summary>What has to be known to read the table: data, settings that differ from the paper.</summary>
    public string Notes { get; init; } = "";
}
