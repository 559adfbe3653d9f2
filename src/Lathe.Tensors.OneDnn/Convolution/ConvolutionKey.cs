using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.OneDnn.Convolution;

/// <summary>Everything that decides which convolution primitive is needed.</summary>
internal readonly record struct ConvolutionKey(
    ConvolutionGeometry Geometry,
    ConvolutionDirection Direction,
    DType InputType,
    Activation Activation,
    bool HasBias,
    bool Accumulate,
    ConvolutionLayout Layout)
{
    /// <summary>Operation and shapes for messages.</summary>
    public string Describe()
    {
        ConvolutionGeometry g = Geometry;
        return $"convolution {Direction} ({InputType}, {Layout}) of input [{g.Batch},{g.InputChannels},{g.InputHeight},{g.InputWidth}] with weights [{g.OutputChannels},{g.InputChannels / g.Groups},{g.KernelHeight},{g.KernelWidth}], "
            + $"strides {g.StrideHeight}x{g.StrideWidth}, dilations {g.DilationHeight}x{g.DilationWidth}, pads {g.PadTop},{g.PadLeft},{g.PadBottom},{g.PadRight}, groups {g.Groups}, giving [{g.Batch},{g.OutputChannels},{g.OutputHeight},{g.OutputWidth}]";
    }
}
