namespace Lathe.Training.Data;

/// <summary>How values of a sample belong to features or channels: a sample is [outer, Groups, Inner].</summary>
internal readonly record struct Grouping(int Groups, int Inner);
