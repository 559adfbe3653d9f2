namespace Lathe.Compression.Sparsity;

/// <summary>Among which elements the least worthy are looked for.</summary>
public enum SparsityScope
{
    /// <summary>Among those of all weights together: layers end at different sparsities.</summary>
    Global,

    /// <summary>Among those of each weight: all end at the same sparsity.</summary>
    PerLayer,
}
