namespace Lathe.Hardware.Eyeriss;

/// <summary>A convolution on Eyeriss; the sizes of a grouped one are those of a group, and its groups run one after the other.</summary>
/// <param name="Name">For tables.</param>
/// <param name="InputSide">Side of the padded input.</param>
/// <param name="Channels">C: input channels of a group.</param>
/// <param name="Filters">M: output channels of a group.</param>
/// <param name="Kernel">R: side of the window.</param>
/// <param name="Stride">U: its stride.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Batch">N: images at once.</param>
/// <param name="InputZeros">The share of the input that is zero, 0 to 1.</param>
/// <param name="OutputZeros">The share of the output that is zero after its activation, 0 to 1.</param>
/// <param name="UnpaddedSide">Side of the input as it lies in DRAM.</param>
public sealed record EyerissLayer(string Name, int InputSide, int Channels, int Filters, int Kernel, int Stride, int Groups, int Batch, double InputZeros, double OutputZeros, int UnpaddedSide)
{
    /// <summary>E: side of the output.</summary>
    public int OutputSide => ((InputSide - Kernel) / Stride) + 1;

    /// <summary>Multiply-accumulates of the batch.</summary>
    public long Macs => (long)Groups * Batch * Filters * Channels * OutputSide * OutputSide * Kernel * Kernel;

    /// <summary>The convolutions of AlexNet at batch 4, with the zeros published for each input; an output has those of the next input.</summary>
    public static IReadOnlyList<EyerissLayer> AlexNet { get; } =
    [
        new("CONV1", 227, 3, 96, 11, 4, 1, 4, 0.0001, 0.387, 227), new("CONV2", 31, 48, 128, 5, 1, 2, 4, 0.387, 0.725, 27), new("CONV3", 15, 256, 384, 3, 1, 1, 4, 0.725, 0.793, 13),
        new("CONV4", 15, 192, 192, 3, 1, 2, 4, 0.793, 0.776, 13), new("CONV5", 15, 192, 128, 3, 1, 2, 4, 0.776, 0.776, 13),
    ];
}
