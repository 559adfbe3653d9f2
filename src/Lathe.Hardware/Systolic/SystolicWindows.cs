namespace Lathe.Hardware.Systolic;

/// <summary>Where the inputs of a convolution lie in its image, row by row with the channels of a pixel together; neighbouring windows share them.</summary>
/// <param name="ImageRows">Height of the image.</param>
/// <param name="ImageColumns">Its width.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="KernelColumns">Width of the window.</param>
/// <param name="Stride">Its step.</param>
/// <param name="OutputRows">Height of the output.</param>
/// <param name="OutputColumns">Width of the output.</param>
public readonly record struct SystolicWindows(int ImageRows, int ImageColumns, int Channels, int KernelColumns, int Stride, int OutputRows, int OutputColumns)
{
    /// <summary>Those of a convolution without padding.</summary>
    public static SystolicWindows Convolution(int height, int width, int kernelHeight, int kernelWidth, int channels, int stride) =>
        new(height, width, channels, kernelWidth, stride, SystolicLayer.Side(height, kernelHeight, stride), SystolicLayer.Side(width, kernelWidth, stride));

    /// <summary>The place of an input: of an output position, the term of its sum; below zero outside the image.</summary>
    public int Address(int row, int depth)
    {
        (int image, int position) = Math.DivRem(row, OutputRows * OutputColumns);
        (int y, int x) = Math.DivRem(position, OutputColumns);
        (int down, int rest) = Math.DivRem(depth, KernelColumns * Channels);
        (y, x) = ((y * Stride) + down, (x * Stride) + (rest / Channels));
        return y < ImageRows && x < ImageColumns ? (((((image * ImageRows) + y) * ImageColumns) + x) * Channels) + (rest % Channels) : -1;
    }
}
