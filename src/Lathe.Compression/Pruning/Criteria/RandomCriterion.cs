namespace Lathe.Compression.Pruning.Criteria;

/// <summary>A random order: the control every criterion must beat.</summary>
public sealed class RandomCriterion : IChannelCriterion
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public string Summary => "a fixed draw: the control every method must beat";

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence) =>
        [.. groups.Select(g => g.Labels.Select(label => (double)evidence.Key.Uniform((ulong)label)).ToArray())];
}
