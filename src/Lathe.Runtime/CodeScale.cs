namespace Lathe.Runtime;

/// <summary>What the codes of a value mean: <c>value = scale (code - zero)</c>.</summary>
/// <param name="Scale">The difference of two values whose codes differ by one.</param>
/// <param name="Zero">The code of zero.</param>
public readonly record struct CodeScale(double Scale, int Zero);
