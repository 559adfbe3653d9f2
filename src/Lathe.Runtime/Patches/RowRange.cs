namespace Lathe.Runtime.Patches;

/// <summary>Rows of an image, one after the other.</summary>
/// <param name="First">The first one.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct RowRange(int First, int End)
{
    public int Count => End - First;

    public RowRange With(RowRange other) => Count == 0 ? other : new RowRange(Math.Min(First, other.First), Math.Max(End, other.End));
}
