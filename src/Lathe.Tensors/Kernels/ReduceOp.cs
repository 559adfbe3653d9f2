namespace Lathe.Tensors.Kernels;

/// <summary>Reductions over one axis.</summary>
public enum ReduceOp
{
    /// <summary>Sum.</summary>
    Sum,

    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Largest element.</summary>
    Max,

    /// <summary>Smallest element.</summary>
    Min,

    /// <summary>Product.</summary>
    Product,

    /// <summary>Sum of squares.</summary>
    SumSquare,

    /// <summary>Sum of absolute values.</summary>
    SumAbs,
}
