namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>Who computes a convolution.</summary>
internal enum ConvolutionChoice
{
    /// <summary>The managed kernels.</summary>
    Managed,

    /// <summary>oneDNN on activations as they lie.</summary>
    ChannelsLast,

    /// <summary>oneDNN on activations reordered into its blocked format.</summary>
    Blocked,
}
