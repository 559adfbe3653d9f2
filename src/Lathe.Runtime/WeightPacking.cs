namespace Lathe.Runtime;

/// <summary>How weight codes are stored; what they are is the same.</summary>
public enum WeightPacking
{
    /// <summary>One after the other, two in a byte where they have 4 bits.</summary>
    Plain,

    /// <summary>Of each row the blocks of four codes that are not all zero: how many, then for each how many blocks from the last one, and its codes.</summary>
    Blocks,

    /// <summary>Of every four codes two: for each eight codes their places, two bits each, and the codes.</summary>
    TwoOfFour,

    /// <summary>Of each row its sixteen different codes, then which of them each weight is, two in a byte.</summary>
    Codebook,
}
