namespace Lathe.Micro;

/// <summary>A source file.</summary>
/// <param name="Name">With its extension.</param>
/// <param name="Text">What stands in it; lines end with a line feed.</param>
public sealed record CFile(string Name, string Text);
