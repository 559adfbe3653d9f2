namespace Lathe.Compression.Pruning.Criteria;

/// <summary>
/// Says what each channel is worth. A class of this assembly that is one is found by itself: its name is a method of the prune step.
/// </summary>
public interface IChannelCriterion
{
    /// <summary>The name in recipes.</summary>
    string Name { get; }

    /// <summary>The score of a channel, in words.</summary>
    string Summary { get; }

    /// <summary>Where it comes from: authors, year, title, number.</summary>
    string Paper { get; }

    /// <summary>True where a score means the same in every layer, such as a change of the loss; else layers are compared by scores relative to their mean.</summary>
    bool ComparesLayers => false;

    /// <summary>The worth of every channel of every group, in the order of its labels; larger is worth more.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="evidence">The network and, for those that look at data, samples.</param>
    IReadOnlyList<double[]> Score(IReadOnlyList<ChannelGroup> groups, ChannelEvidence evidence);
}
