namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>How activations are given to oneDNN's convolution.</summary>
internal enum ConvolutionLayout
{
    /// <summary>As they lie: channels last.</summary>
    ChannelsLast,

    /// <summary>Reordered into the blocked format of oneDNN's choice and back.</summary>
    Blocked,
}
