using Lathe.Hardware.Analytic;

namespace Lathe.Hardware.Systolic;

/// <summary>A layer as a systolic array sees it: products of [M, K] and [K, N], one after the other.</summary>
/// <param name="Rows">M: output positions, over the batch.</param>
/// <param name="Depth">K: terms of each sum.</param>
/// <param name="Columns">N: filters.</param>
/// <param name="Groups">How many such products; the channels of a depthwise layer.</param>
public readonly record struct SystolicLayer(int Rows, int Depth, int Columns, int Groups = 1)
{
    /// <summary>Multiply-accumulates.</summary>
    public long Macs => (long)Rows * Depth * Columns * Groups;

    /// <summary>A convolution without padding; its output side is <c>ceil((H - r + s) / s)</c>, as SCALE-Sim rounds it.</summary>
    public static SystolicLayer Convolution(int height, int width, int kernelHeight, int kernelWidth, int channels, int filters, int stride, int batch = 1)
    {
        int rows = Side(height, kernelHeight, stride), columns = Side(width, kernelWidth, stride);
        return new SystolicLayer(rows * columns * batch, kernelHeight * kernelWidth * channels, filters);
    }

    /// <summary>A depthwise convolution without padding: a product of one column for each channel.</summary>
    public static SystolicLayer Depthwise(int height, int width, int kernelHeight, int kernelWidth, int channels, int stride, int batch = 1) =>
        new(Side(height, kernelHeight, stride) * Side(width, kernelWidth, stride) * batch, kernelHeight * kernelWidth, 1, channels);

    /// <summary>The product in a kernel of a network.</summary>
    public static SystolicLayer Of(ProductShape product) => new((int)product.Rows, (int)product.Depth, (int)product.Columns, (int)product.Groups);

    /// <summary>The layer when of each block of weights along the depth only some are kept (2 of 4): the array holds and streams those alone.</summary>
    public SystolicLayer Sparse(int kept, int block) => this with { Depth = Ceil(Depth, block) * kept };

    internal static int Ceil(int value, int by) => (int)(((long)value + by - 1) / by);

    internal static int Side(int size, int kernel, int stride) => Ceil(size - kernel + stride, stride);
}
