namespace Lathe.Hardware.Mapping;

/// <summary>The loops of a convolution or of a product of matrices; a product has only groups, output channels, input channels and output rows.</summary>
public enum LoopDimension
{
    /// <summary>N: samples.</summary>
    Batch,

    /// <summary>G: groups; the channels of a depthwise layer.</summary>
    Group,

    /// <summary>K: output channels of a group.</summary>
    OutputChannel,

    /// <summary>C: input channels of a group; the summed dimension of a product.</summary>
    InputChannel,

    /// <summary>P: rows of the output.</summary>
    OutputRow,

    /// <summary>Q: columns of the output.</summary>
    OutputColumn,

    /// <summary>R: rows of the window.</summary>
    KernelRow,

    /// <summary>S: columns of the window.</summary>
    KernelColumn,
}
