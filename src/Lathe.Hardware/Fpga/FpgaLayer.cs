namespace Lathe.Hardware.Fpga;

/// <summary>A convolution to place on an FPGA; a grouped one runs its groups one after the other.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Inputs">Input channels of a group.</param>
/// <param name="Outputs">Output channels of a group.</param>
/// <param name="Height">Output rows.</param>
/// <param name="Width">Output columns.</param>
/// <param name="Kernel">Side of the window.</param>
/// <param name="Stride">Its stride.</param>
/// <param name="Groups">Groups.</param>
public sealed record FpgaLayer(string Name, int Inputs, int Outputs, int Height, int Width, int Kernel, int Stride, int Groups = 1)
{
    /// <summary>Multiply-accumulates.</summary>
    public long Macs => (long)Inputs * Outputs * Height * Width * Kernel * Kernel * Groups;

    /// <summary>The convolutions of AlexNet as Zhang et al. place them: every layer in two groups.</summary>
    public static IReadOnlyList<FpgaLayer> AlexNet { get; } =
    [
        new("conv1", 3, 48, 55, 55, 11, 4, 2), new("conv2", 48, 128, 27, 27, 5, 1, 2), new("conv3", 256, 192, 13, 13, 3, 1, 2),
        new("conv4", 192, 192, 13, 13, 3, 1, 2), new("conv5", 192, 128, 13, 13, 3, 1, 2),
    ];
}
