namespace Lathe.Micro.Layers;

/// <summary>One layer as C.</summary>
/// <param name="About">What it is, for a comment.</param>
/// <param name="Declarations">Its constants.</param>
/// <param name="Calls">What runs it, without semicolons.</param>
internal sealed record LayerCode(string About, string Declarations, params IReadOnlyList<string> Calls);
