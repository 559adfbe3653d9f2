namespace Lathe.Runtime.Floating;

/// <summary>What is done with two numbers.</summary>
public enum FloatPairKind
{
    /// <summary>The first plus the second.</summary>
    Add,

    /// <summary>The first less the second.</summary>
    Subtract,

    /// <summary>The first times the second.</summary>
    Multiply,

    /// <summary>The first by the second.</summary>
    Divide,
}
