namespace Lathe.Compression.Pruning.Criteria;

/// <summary>A random order: the control every criterion must beat.</summary>
public sealed class RandomCriterion : IChannelCriterion
{
    /// <inheritdoc/>
    public string Name => "random";

    /// <inheritdoc/>
    public string Summary => "a fixed draw: the control every criterion must beat";

    /// <inheritdoc/>
    public string Paper => "control, as in Blalock et al. 2020, What is the State of Neural Network Pruning?, arXiv:2003.03033";

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence) =>
        [.. groups.Select(g => g.Labels.Select(label => (double)evidence.Key.Uniform((ulong)label)).ToArray())];
}
