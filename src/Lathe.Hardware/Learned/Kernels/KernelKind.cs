namespace Lathe.Hardware.Learned.Kernels;

/// <summary>What a kernel of an optimized graph does; kinds that one program serves share a model of time.</summary>
public enum KernelKind
{
    /// <summary>Convolution over all channels in blocked layout (NCHWc).</summary>
    Convolution,

    /// <summary>The same with a 1 x 1 filter.</summary>
    Pointwise,

    /// <summary>Depthwise convolution in blocked layout.</summary>
    Depthwise,

    /// <summary>Grouped convolution in blocked layout.</summary>
    Grouped,

    /// <summary>Convolution of too few channels for blocks, reading plain layout and writing blocks: a network's first.</summary>
    Stem,

    /// <summary>Convolution in plain layout (NCHW), by matrix product.</summary>
    PlainConvolution,

    /// <summary>Depthwise convolution in plain layout.</summary>
    PlainDepthwise,

    /// <summary>Fully connected layer.</summary>
    FullyConnected,

    /// <summary>Product of two activations.</summary>
    MatrixProduct,

    /// <summary>Pooling over windows.</summary>
    Pool,

    /// <summary>Pooling over the whole plane.</summary>
    GlobalPool,

    /// <summary>Between plain and blocked layout.</summary>
    Reorder,

    /// <summary>A function of each value.</summary>
    Elementwise,

    /// <summary>A function of two values at the same place.</summary>
    Binary,

    /// <summary>A function of two values, one of them repeated.</summary>
    Broadcast,

    /// <summary>Batch or layer normalization on its own.</summary>
    Normalization,

    /// <summary>Softmax.</summary>
    Softmax,

    /// <summary>Sums, means and the like along axes.</summary>
    Reduction,

    /// <summary>Copies values to other places.</summary>
    Move,

    /// <summary>Gives the same memory another shape.</summary>
    View,

    /// <summary>Recurrent layer.</summary>
    Recurrent,

    /// <summary>Anything else.</summary>
    Other,
}
