namespace Lathe.Micro.Kernels;

/// <summary>What instructions kernels use; all give the same codes.</summary>
public enum KernelSet
{
    /// <summary>C99 for any processor.</summary>
    Portable,

    /// <summary>The DSP extension of Armv7E-M and Armv8-M (Cortex-M4, M7, M33): two products in one instruction.</summary>
    Dsp,

    /// <summary>The vector extension of Armv8.1-M (Cortex-M55, M85): sixteen codes at a time.</summary>
    Helium,
}
