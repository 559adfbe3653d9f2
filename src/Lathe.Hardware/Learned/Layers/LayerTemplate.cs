namespace Lathe.Hardware.Learned.Layers;

/// <summary>The little networks that are measured: what networks are built of, so that kernels run among the neighbours they have there.</summary>
public enum LayerTemplate
{
    /// <summary>Convolution with activation.</summary>
    Convolution,

    /// <summary>Convolution of an image: one to four channels.</summary>
    Stem,

    /// <summary>Depthwise convolution.</summary>
    Depthwise,

    /// <summary>Grouped convolution.</summary>
    Grouped,

    /// <summary>Two convolutions around a shortcut.</summary>
    Residual,

    /// <summary>Widen, filter each channel, narrow.</summary>
    Inverted,

    /// <summary>Squeeze and excitation, then a 1 x 1 convolution.</summary>
    Excite,

    /// <summary>Normalization, convolution, and the result joined to the input.</summary>
    Dense,

    /// <summary>Channels split, one half convolved, joined and shuffled.</summary>
    Shuffle,

    /// <summary>Squeeze by 1 x 1, then two convolutions side by side, joined.</summary>
    Fire,

    /// <summary>Pooling over windows.</summary>
    Pool,

    /// <summary>Pooling over the plane and a fully connected layer.</summary>
    Head,

    /// <summary>Fully connected layer.</summary>
    FullyConnected,

    /// <summary>Fully connected layer, normalization, activation.</summary>
    NormalizedFullyConnected,

    /// <summary>Sum or product of two tensors.</summary>
    Pair,

    /// <summary>A function of each value.</summary>
    Elementwise,

    /// <summary>Self-attention with its normalization and shortcut.</summary>
    Attention,

    /// <summary>The dense part of a transformer layer.</summary>
    FeedForward,
}
