namespace Lathe.Hardware.Mapping;

/// <summary>What a layer reads and writes.</summary>
public enum Operand
{
    /// <summary>Its input, padding included.</summary>
    Inputs,

    /// <summary>Its weights; the second matrix of a product.</summary>
    Weights,

    /// <summary>Its output, and the sums that become it.</summary>
    Outputs,
}
