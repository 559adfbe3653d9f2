namespace Lathe.Compression.Techniques;

/// <summary>What is special about weights, so that they can be stored or computed for less.</summary>
[Flags]
public enum WeightForms
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Zeros, anywhere or in a pattern.</summary>
    Zeros = 1,

    /// <summary>Few distinct values.</summary>
    SharedValues = 2,

    /// <summary>Codes of a narrow number format, with a network that computes with them.</summary>
    Codes = 4,

    /// <summary>All of them.</summary>
    All = Zeros | SharedValues | Codes,
}
