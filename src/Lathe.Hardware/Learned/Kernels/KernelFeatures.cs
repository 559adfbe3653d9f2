namespace Lathe.Hardware.Learned.Kernels;

/// <summary>The numbers from which the time of a kernel is predicted.</summary>
public static class KernelFeatures
{
    private const int Block = 8, BlocksAtOnce = 4, LargestBatchOfChannels = 16, PageOfFloats = 10;

    /// <summary>How many variables polynomials are made of.</summary>
    public const int VariableCount = 7;

    /// <summary>How many terms beside the polynomial.</summary>
    public const int SpecialCount = 10;

    /// <summary>How many numbers trees split on.</summary>
    public const int TreeCount = 24;

    /// <summary>The variables of NeuralPower's polynomials: channels in and out, side of the plane, of the window, stride, what is fused in.</summary>
    public static double[] Variables(KernelConfig k) =>
        [k.InputChannels, k.OutputChannels, Math.Sqrt(k.OutputHeight * k.OutputWidth), Math.Sqrt(k.KernelHeight * k.KernelWidth), k.Stride, k.Adds + k.Activation, k.RunLength];

    /// <summary>
    /// NeuralPower's special terms, arithmetic and memory accesses; and rows, because kernels begin anew with each, and how much the
    /// network moves between two runs of the kernel, between writing and reading the input, and since the kernel's code ran last.
    /// </summary>
    public static double[] Special(KernelConfig k) => [Work(k) / 1e6, k.ReadElements / 1e3, k.WriteElements / 1e3, k.WeightElements / 1e3, k.OutputHeight * k.OutputChannels / 1e3, Log(k.NetworkTraffic), Log(k.NetworkWeights), Log(k.InputDistance), k.ReadElements / 1e3 * Log(k.InputDistance), Log(k.CodeDistance)];

    /// <summary>What trees split on: sizes in logarithms, and where blocks and rows begin.</summary>
    public static double[] Splits(KernelConfig k) =>
    [
        Log(k.InputChannels), Log(k.OutputChannels), Log(k.OutputHeight * k.OutputWidth), k.OutputWidth, k.OutputHeight, k.KernelHeight * k.KernelWidth, k.Stride, Log(k.Groups), k.Adds, k.Activation,
        Log(k.RunLength), Log(k.ReadElements), Log(k.WriteElements), Log(k.WeightElements), Log(k.Macs), Log((double)k.Macs / Math.Max(1, k.Bytes)),
        k.OutputChannels / Block % BlocksAtOnce, k.InputChannels % LargestBatchOfChannels, Log((double)k.InputHeight * k.InputWidth / Math.Max(1, k.OutputHeight * k.OutputWidth)), Log(k.NetworkWeights), Log(k.NetworkTraffic), Log(k.InputDistance), Alignment(k.OutputHeight * k.OutputWidth), Log(k.CodeDistance),
    ];

    // Planes of a multiple of a page lie on the same places of a cache, channel by channel.
    private static double Alignment(long plane) => Math.Min(long.TrailingZeroCount(plane), PageOfFloats);

    // Multiply-accumulates, or what pooling compares and adds.
    private static double Work(KernelConfig k) => k.Kind == KernelKind.Pool ? (double)k.WriteElements * k.KernelHeight * k.KernelWidth : k.Macs;

    private static double Log(double value) => Math.Log2(1 + value);
}
