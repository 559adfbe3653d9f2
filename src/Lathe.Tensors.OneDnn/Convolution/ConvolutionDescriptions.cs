using Lathe.Tensors.Kernels;
using Lathe.Tensors.OneDnn.Native;

namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>The memory descriptions of a convolution's tensors: what the caller stores, and what oneDNN is asked to work on.</summary>
internal sealed class ConvolutionDescriptions(ConvolutionKey key)
{
    private readonly ConvolutionGeometry _geometry = key.Geometry;
    private readonly int _inputType = key.InputType == DType.BFloat16 ? DnnlConstants.TypeBFloat16 : DnnlConstants.TypeFloat32;

    /// <summary>Bias [O].</summary>
    public MemoryDescription Bias => MemoryDescription.OfTag([_geometry.OutputChannels], DnnlConstants.TypeFloat32, DnnlConstants.TagA);

    /// <summary>The input, or its gradient, as the caller stores it.</summary>
    public MemoryDescription Source(ConvolutionDirection direction) => SourceOf(direction, DnnlConstants.TagNhwc);

    /// <summary>The output, or its gradient, as the caller stores it.</summary>
    public MemoryDescription Destination(ConvolutionDirection direction) => DestinationOf(direction, DnnlConstants.TagNhwc);

    /// <summary>The weights, or their gradient, as the caller stores them.</summary>
    public MemoryDescription Weights(ConvolutionDirection direction) => WeightsOf(direction, _geometry.Groups > 1 ? DnnlConstants.TagGoihw : DnnlConstants.TagOihw);

    /// <summary>The input as oneDNN is asked to take it.</summary>
    public MemoryDescription WantedSource(ConvolutionDirection direction) => SourceOf(direction, ActivationTag);

    /// <summary>The output as oneDNN is asked to take it.</summary>
    public MemoryDescription WantedDestination(ConvolutionDirection direction) => DestinationOf(direction, ActivationTag);

    /// <summary>The weights in an order of oneDNN's choice: reordering them is cheap beside the convolution.</summary>
    public MemoryDescription WantedWeights(ConvolutionDirection direction) => WeightsOf(direction, DnnlConstants.TagAny);

    private int ActivationTag => key.Layout == ConvolutionLayout.Blocked ? DnnlConstants.TagAny : DnnlConstants.TagNhwc;

    private MemoryDescription SourceOf(ConvolutionDirection direction, int tag) => MemoryDescription.OfTag(
        [_geometry.Batch, _geometry.InputChannels, _geometry.InputHeight, _geometry.InputWidth],
        direction == ConvolutionDirection.BackwardData ? DnnlConstants.TypeFloat32 : _inputType,
        tag);

    private MemoryDescription DestinationOf(ConvolutionDirection direction, int tag) => MemoryDescription.OfTag(
        [_geometry.Batch, _geometry.OutputChannels, _geometry.OutputHeight, _geometry.OutputWidth],
        direction == ConvolutionDirection.Forward ? DnnlConstants.TypeFloat32 : _inputType,
        tag);

    private MemoryDescription WeightsOf(ConvolutionDirection direction, int tag)
    {
        int type = direction == ConvolutionDirection.BackwardWeights ? DnnlConstants.TypeFloat32 : _inputType;
        ConvolutionGeometry g = _geometry;
        return g.Groups > 1
            ? MemoryDescription.OfTag([g.Groups, g.OutputChannels / g.Groups, g.InputChannels / g.Groups, g.KernelHeight, g.KernelWidth], type, tag)
            : MemoryDescription.OfTag([g.OutputChannels, g.InputChannels, g.KernelHeight, g.KernelWidth], type, tag);
    }
}
