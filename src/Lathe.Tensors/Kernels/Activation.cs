namespace Lathe.Tensors.Kernels;

/// <summary>An activation a kernel may apply to its result before storing it.</summary>
public enum Activation
{
    /// <summary>None.</summary>
    Identity,

    /// <summary><c>max(x, 0)</c>.</summary>
    Relu,

    /// <summary><c>min(max(x, 0), 6)</c>.</summary>
    Relu6,
}
