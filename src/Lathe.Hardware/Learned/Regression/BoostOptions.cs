namespace Lathe.Hardware.Learned.Regression;

/// <summary>How trees are boosted.</summary>
public sealed record BoostOptions
{
    /// <summary>The most trees; how many are kept is decided on what was left out.</summary>
    public int Trees { get; init; } = 240;

    /// <summary>Splits between root and leaf.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>The share of each tree's correction that is taken.</summary>
    public double Rate { get; init; } = 0.05;

    /// <summary>The fewest rows of a leaf.</summary>
    public int LeafRows { get; init; } = 3;

    /// <summary>The share of the rows that a tree sees.</summary>
    public double RowShare { get; init; } = 0.7;

    /// <summary>Rows of value zero that each leaf is averaged with.</summary>
    public double Shrinkage { get; init; } = 1;

    /// <summary>The same for few or noisy rows: shallow trees, large leaves, small steps.</summary>
    public BoostOptions Cautious => this with { Depth = Math.Min(3, Depth), LeafRows = 2 * LeafRows, Shrinkage = 4 * Shrinkage };
}
