namespace Lathe.Tensors.Formats;

/// <summary>Which numbers of a tensor share a scale.</summary>
/// <param name="Kind">Tensor, channel, group of channels, or block within a channel.</param>
/// <param name="Axis">The dimension that counts output channels.</param>
/// <param name="Size">Channels of a group, or numbers of a block.</param>
public readonly record struct Granularity(GranularityKind Kind, int Axis = 0, int Size = 1)
{
    /// <summary>One scale.</summary>
    public static Granularity Tensor { get; } = new(GranularityKind.Tensor);

    /// <summary>One scale for each output channel.</summary>
    public static Granularity Channel(int axis = 0) => new(GranularityKind.Channel, axis);

    /// <summary>One scale for so many output channels in a row.</summary>
    public static Granularity Group(int size, int axis = 0) => new(GranularityKind.Group, axis, size);

    /// <summary>One scale for so many numbers of a channel in a row; a channel's numbers in the order of the other dimensions.</summary>
    public static Granularity Block(int size, int axis = 0) => new(GranularityKind.Block, axis, size);
}
