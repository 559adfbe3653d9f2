using System.Runtime.Intrinsics;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.OneDnn.Convolution;
using Lathe.Tensors.OneDnn.MatMul;
using Lathe.Tensors.OneDnn.Pooling;

namespace Lathe.Tensors.OneDnn;

/// <summary>
/// The rules that divide the work between oneDNN and the managed kernels. They look at shapes only, never at a clock: one
/// seed must give the same bits on every run. docs/adr/0002-kernel-choice.md has the measurements behind them.
/// </summary>
internal static class KernelChoices
{
    /// <summary>Channels from which oneDNN's blocked format pays for the reorders into and out of it.</summary>
    private const int WideChannels = 64;

    /// <summary>Output pixels from which an image is large.</summary>
    private const int LargeImage = 16 * 16;

    /// <summary>Multiply-accumulates up to which one plain dnnl_sgemm call starts faster than a primitive.</summary>
    private const long TinyProduct = 1 << 18;

    /// <summary>Elements below which batch normalisation by oneDNN costs more to start than to run.</summary>
    private const int SmallMatrix = 4096;

    /// <summary>Pixels of a window from which oneDNN's mean over the whole image wins.</summary>
    private const int LargeWindow = 7 * 7;

    /// <summary>Who computes a convolution on this processor.</summary>
    public static ConvolutionChoice Convolution(ConvolutionGeometry geometry, ConvolutionDirection direction) =>
        Convolution(geometry, direction, Vector512.IsHardwareAccelerated);

    /// <summary>Who computes a convolution.</summary>
    public static ConvolutionChoice Convolution(ConvolutionGeometry g, ConvolutionDirection direction, bool has512BitVectors)
    {
        if (g.Groups > 1)
        {
            return ConvolutionChoice.ChannelsLast;
        }

        // Measured with 256-bit vectors only; oneDNN has other kernels for AVX-512.
        if (!has512BitVectors && (WinogradPlan.Fits(g) || IsManagedGradient(g, direction) || IsWideStride(g, direction)))
        {
            return ConvolutionChoice.Managed;
        }

        bool blockable = g.InputChannels % 16 == 0 && g.OutputChannels % 16 == 0;
        bool isPointwise = g.KernelHeight * g.KernelWidth == 1;
        bool isLarge = g.OutputHeight * g.OutputWidth >= LargeImage;
        if (direction == ConvolutionDirection.BackwardWeights)
        {
            if (isPointwise)
            {
                return blockable && Narrowest(g) >= 4 * WideChannels ? ConvolutionChoice.Blocked : ConvolutionChoice.ChannelsLast;
            }

            if (!has512BitVectors && Narrowest(g) >= 16 && Widest(g) <= WideChannels)
            {
                return ConvolutionChoice.Managed;
            }
        }

        bool isWide = Narrowest(g) >= WideChannels && (isLarge || Widest(g) > WideChannels);
        return blockable && isWide && !isPointwise ? ConvolutionChoice.Blocked : ConvolutionChoice.ChannelsLast;
    }

    /// <summary>Who computes a matrix product.</summary>
    public static MatMulChoice MatMul(in GemmArguments g)
    {
        if (g.InputType == DType.BFloat16)
        {
            return MatMulChoice.Primitive;
        }

        bool hasEpilogue = HasBias(g) || g.Activation != Activation.Identity;
        bool isOneCall = g.Batch == 1 && (!hasEpilogue || (long)g.M * g.N * g.K <= TinyProduct);
        bool fitsPrimitive = g.Alpha == 1 && g.Beta is 0 or 1;
        return isOneCall || !fitsPrimitive ? MatMulChoice.Sgemm : MatMulChoice.Primitive;
    }

    /// <summary>True when oneDNN computes a batch normalisation faster than the managed kernels.</summary>
    public static bool BatchNormalization(int rows, int channels) => (long)rows * channels >= SmallMatrix;

    /// <summary>True when oneDNN computes a pooling faster than the managed kernels: forward means over whole images of full vectors.</summary>
    public static bool Pooling(in PoolGeometry g, PoolingKind kind) =>
        kind == PoolingKind.AverageForward && g is { OutputHeight: 1, OutputWidth: 1 } && g.KernelHeight * g.KernelWidth >= LargeWindow && g.Channels % 8 == 0;

    /// <summary>Gradients of images with wide borders, or of a few channels from many: one product and a scatter.</summary>
    private static bool IsManagedGradient(in ConvolutionGeometry g, ConvolutionDirection direction) =>
        direction == ConvolutionDirection.BackwardData && g is { StrideHeight: 1, StrideWidth: 1 } && g.OutputChannels >= 16
        && (4L * g.InputHeight * g.InputWidth > 5L * g.OutputHeight * g.OutputWidth || (g.InputChannels < 8 && g.OutputChannels >= WideChannels));

    private static bool IsWideStride(in ConvolutionGeometry g, ConvolutionDirection direction) =>
        direction != ConvolutionDirection.BackwardWeights && g.StrideHeight * g.StrideWidth > 1 && g.KernelHeight * g.KernelWidth > g.StrideHeight * g.StrideWidth && Narrowest(g) >= WideChannels;

    private static int Narrowest(in ConvolutionGeometry g) => Math.Min(g.InputChannels, g.OutputChannels);

    private static int Widest(in ConvolutionGeometry g) => Math.Max(g.InputChannels, g.OutputChannels);

    private static unsafe bool HasBias(in GemmArguments g) => g.Bias != null;
}
