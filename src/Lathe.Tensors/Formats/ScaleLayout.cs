namespace Lathe.Tensors.Formats;

/// <summary>Which scale each number of a tensor has, for a granularity.</summary>
public readonly struct ScaleLayout
{
    private readonly int _inner;
    private readonly int _perChannel;
    private readonly int _blocks;

    /// <summary>Lays out the scales of a tensor.</summary>
    /// <exception cref="InvalidInputException">The size is below one.</exception>
    public ScaleLayout(Shape shape, Granularity granularity)
    {
        if (granularity.Size < 1)
        {
            throw new InvalidInputException($"Scales for {granularity.Size} numbers do not exist: groups and blocks hold at least one.");
        }

        Granularity = granularity;
        int axis = granularity.Kind == GranularityKind.Tensor || shape.Rank == 0 ? 0 : shape.Axis(granularity.Axis);
        Channels = shape.Rank == 0 ? 1 : shape[axis];
        _inner = shape.Rank == 0 ? 1 : shape.Product(axis + 1, shape.Rank);
        _perChannel = Channels == 0 ? 0 : shape.Count / Channels;
        _blocks = Math.Max(1, (_perChannel + granularity.Size - 1) / granularity.Size);
        Count = granularity.Kind switch
        {
            GranularityKind.Tensor => 1,
            GranularityKind.Channel => Channels,
            GranularityKind.Group => (Channels + granularity.Size - 1) / granularity.Size,
            _ => Channels * _blocks,
        };
    }

    /// <summary>The granularity.</summary>
    public Granularity Granularity { get; }

    /// <summary>Output channels.</summary>
    public int Channels { get; }

    /// <summary>Scales: channel by channel, a channel's blocks in a row.</summary>
    public int Count { get; }

    /// <summary>The scale of a number.</summary>
    /// <param name="index">Its place in row-major order.</param>
    public int ScaleOf(int index)
    {
        if (Granularity.Kind == GranularityKind.Tensor)
        {
            return 0;
        }

        int channel = index / _inner % Channels;
        return Granularity.Kind switch
        {
            GranularityKind.Channel => channel,
            GranularityKind.Group => channel / Granularity.Size,
            _ => (channel * _blocks) + (((index / (_inner * Channels) * _inner) + (index % _inner)) / Granularity.Size),
        };
    }

    /// <summary>The places that share each scale.</summary>
    public int[][] Members(int count)
    {
        ScaleLayout layout = this;
        int[] sizes = new int[Count], at = new int[Count];
        for (int i = 0; i < count; i++)
        {
            sizes[layout.ScaleOf(i)]++;
        }

        int[][] members = Array.ConvertAll(sizes, s => new int[s]);
        for (int i = 0; i < count; i++)
        {
            int scale = layout.ScaleOf(i);
            members[scale][at[scale]++] = i;
        }

        return members;
    }
}
