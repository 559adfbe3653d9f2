namespace Lathe.Pipeline.Reproductions;

/// <summary>A statement with the number it was held against.</summary>
/// <param name="Text">What is claimed.</param>
/// <param name="Limit">The number it takes.</param>
/// <param name="Reached">The number found.</param>
/// <param name="Met">Whether it holds.</param>
public sealed record Claim(string Text, string Limit, string Reached, bool Met);
