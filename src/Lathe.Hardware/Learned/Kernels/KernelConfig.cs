namespace Lathe.Hardware.Learned.Kernels;

/// <summary>
/// A kernel as the runtime really runs it: what it does, and the sizes its time depends on. Channels of blocked kernels are those
/// computed, rounded up to whole blocks.
/// </summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operator">The operator that runs.</param>
public sealed record KernelConfig(KernelKind Kind, string Operator)
{
    /// <summary>How many numbers describe the sizes.</summary>
    public const int NumberCount = 21;

    private const int MacsOfMove = 10;

    /// <summary>Channels in, over all groups; depth of a product.</summary>
    public long InputChannels { get; init; }

    /// <summary>Channels out; columns of a product.</summary>
    public long OutputChannels { get; init; }

    /// <summary>Height of the input plane.</summary>
    public long InputHeight { get; init; } = 1;

    /// <summary>Width of the input plane.</summary>
    public long InputWidth { get; init; } = 1;

    /// <summary>Height of the output plane; rows of a product.</summary>
    public long OutputHeight { get; init; } = 1;

    /// <summary>Width of the output plane.</summary>
    public long OutputWidth { get; init; } = 1;

    /// <summary>Height of the window.</summary>
    public long KernelHeight { get; init; } = 1;

    /// <summary>Width of the window.</summary>
    public long KernelWidth { get; init; } = 1;

    /// <summary>Step of the window.</summary>
    public long Stride { get; init; } = 1;

    /// <summary>Groups of channels, or products of a batch.</summary>
    public long Groups { get; init; } = 1;

    /// <summary>1 when a residual is added in the kernel.</summary>
    public long Adds { get; init; }

    /// <summary>The activation inside: 0 none, 1 a rectifier, which is free, 2 another comparison, 3 a few products, 4 an exponential.</summary>
    public long Activation { get; init; }

    /// <summary>Values in a row that stay together: what a copy moves at once, what a softmax sums.</summary>
    public long RunLength { get; init; } = 1;

    /// <summary>Activations read.</summary>
    public long ReadElements { get; init; }

    /// <summary>Activations written.</summary>
    public long WriteElements { get; init; }

    /// <summary>Constants read.</summary>
    public long WeightElements { get; init; }

    /// <summary>Multiply-accumulates.</summary>
    public long Macs { get; init; }

    /// <summary>Constants of the whole network: what passes through the caches between two runs of the kernel.</summary>
    public long NetworkWeights { get; init; }

    /// <summary>Values and constants that all kernels of the network read and write in a run: how cold the caches are when the kernel's turn comes.</summary>
    public long NetworkTraffic { get; init; }

    /// <summary>Values and constants moved between the kernel that wrote the largest input and this one; those of a whole run where that is an input of the network.</summary>
    public long InputDistance { get; init; }

    /// <summary>Work done since a kernel of the same family ran last, in this run or the one before: how long its code has not been run. Ten multiply-accumulates count like a value moved.</summary>
    public long CodeDistance { get; init; }

    /// <summary>Kernels of one family are predicted by one model.</summary>
    public string Family => Kind <= KernelKind.FullyConnected ? Kind.ToString() : $"{Kind}:{Operator}";

    /// <summary>Activations and constants moved.</summary>
    public long Traffic => ReadElements + WriteElements + WeightElements;

    /// <summary>About how long it takes, in values moved.</summary>
    public long Work => Traffic + (Macs / MacsOfMove);

    /// <summary>Bytes moved, each value once, at 32 bits.</summary>
    public long Bytes => 4 * Traffic;

    /// <summary>The sizes in a fixed order.</summary>
    public long[] Numbers() =>
    [
        InputChannels, OutputChannels, InputHeight, InputWidth, OutputHeight, OutputWidth, KernelHeight, KernelWidth, Stride, Groups,
        Adds, Activation, RunLength, ReadElements, WriteElements, WeightElements, Macs, NetworkWeights, NetworkTraffic, InputDistance,
        CodeDistance,
    ];

    /// <summary>The kernel of sizes in that order.</summary>
    /// <exception cref="ArgumentException">There are not as many as there must be.</exception>
    public static KernelConfig FromNumbers(KernelKind kind, string op, ReadOnlySpan<long> n) => n.Length != NumberCount
        ? throw new ArgumentException($"{n.Length} numbers were given; a kernel has {NumberCount}.", nameof(n))
        : new KernelConfig(kind, op)
        {
            InputChannels = n[0], OutputChannels = n[1], InputHeight = n[2], InputWidth = n[3], OutputHeight = n[4], OutputWidth = n[5], KernelHeight = n[6], KernelWidth = n[7], Stride = n[8], Groups = n[9],
            Adds = n[10], Activation = n[11], RunLength = n[12], ReadElements = n[13], WriteElements = n[14], WeightElements = n[15], Macs = n[16], NetworkWeights = n[17], NetworkTraffic = n[18], InputDistance = n[19],
            CodeDistance = n[20],
        };
}
