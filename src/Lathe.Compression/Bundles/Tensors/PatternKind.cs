namespace Lathe.Compression.Bundles.Tensors;

/// <summary>How the places of non-zero elements are coded.</summary>
internal enum PatternKind : byte
{
    /// <summary>Distances from one to the next.</summary>
    Distances,

    /// <summary>Bit by bit with probabilities learned from rows, columns and neighbours.</summary>
    Learned,

    /// <summary>Four elements at a time, as 2:4 and 1:4 have them: which of them are there, as a symbol.</summary>
    GroupsOf4,

    /// <summary>Eight at a time.</summary>
    GroupsOf8,

    /// <summary>Whole blocks, coded by one of the others; zeros inside a block count as elements.</summary>
    Blocks,
}
