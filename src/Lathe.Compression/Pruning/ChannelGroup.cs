namespace Lathe.Compression.Pruning;

/// <summary>Channels of one layer, or of layers coupled to it, that can be removed one by one.</summary>
public sealed class ChannelGroup
{
    internal ChannelGroup(string name, IReadOnlyList<int> labels, IReadOnlyDictionary<int, List<ParameterSlice>> slices) => (Name, Labels, Slices) = (name, labels, slices);

    /// <summary>The parameters that lose a slice with each channel.</summary>
    public string Name { get; }

    /// <summary>One label for each channel.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>The parameter slices that go with each label.</summary>
    internal IReadOnlyDictionary<int, List<ParameterSlice>> Slices { get; }
}
