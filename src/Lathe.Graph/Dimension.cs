namespace Lathe.Graph;

/// <summary>One dimension of a declared shape: a number, a named symbol (N), or unknown.</summary>
/// <param name="Value">The size, or null.</param>
/// <param name="Symbol">The name of an unknown size, or null.</param>
public readonly record struct Dimension(int? Value, string? Symbol = null)
{
    /// <summary>A number is a known dimension.</summary>
    public static implicit operator Dimension(int value) => new(value);

    /// <summary>A text is a named dimension.</summary>
    public static implicit operator Dimension(string symbol) => new(null, symbol);

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString() ?? Symbol ?? "?";
}
