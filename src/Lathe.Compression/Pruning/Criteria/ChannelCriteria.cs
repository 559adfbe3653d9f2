using System.Reflection;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>All criteria: every class of this assembly that is one.</summary>
public static class ChannelCriteria
{
    private static readonly Lazy<IReadOnlyList<IChannelCriterion>> s_all = new(() =>
    [
        .. Assembly.GetExecutingAssembly().GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IChannelCriterion)))
            .Select(t => (IChannelCriterion)Activator.CreateInstance(t, nonPublic: true)!).OrderBy(c => c.Name, StringComparer.Ordinal),
    ]);

    /// <summary>The criteria by name.</summary>
    public static IReadOnlyList<IChannelCriterion> All => s_all.Value;

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => All.Select(c => c.Name);

    /// <summary>The criterion of a name.</summary>
    /// <exception cref="InvalidInputException">No criterion has this name.</exception>
    public static IChannelCriterion Find(string name) =>
        All.FirstOrDefault(c => c.Name == name) ?? throw new InvalidInputException($"There is no criterion '{name}' to prune channels by. Known are {string.Join(", ", Names)}.");
}
