namespace Lathe.Tensors.Formats;

/// <summary>How a scale is chosen from the numbers that share it.</summary>
public enum ScaleRule
{
    /// <summary>The largest magnitude is the format's largest number.</summary>
    Largest,

    /// <summary>The least squared error, by search; rare large numbers may be cut off.</summary>
    LeastSquares,

    /// <summary>A power of two: the exponent of the largest magnitude less the exponent of the format's largest number (OCP Microscaling).</summary>
    SharedExponent,

    /// <summary>The power of two above <see cref="Largest"/>, so that rescaling is a shift and nothing is cut off.</summary>
    PowerOfTwo,
}
