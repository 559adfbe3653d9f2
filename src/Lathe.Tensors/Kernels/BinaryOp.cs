namespace Lathe.Tensors.Kernels;

/// <summary>Elementwise functions of two arguments.</summary>
public enum BinaryOp
{
    /// <summary><c>a + b</c>.</summary>
    Add,

    /// <summary><c>a - b</c>.</summary>
    Subtract,

    /// <summary><c>a b</c>.</summary>
    Multiply,

    /// <summary><c>a / b</c>.</summary>
    Divide,

    /// <summary><c>a^b</c>.</summary>
    Power,

    /// <summary><c>min(a, b)</c>.</summary>
    Minimum,

    /// <summary><c>max(a, b)</c>.</summary>
    Maximum,
}
