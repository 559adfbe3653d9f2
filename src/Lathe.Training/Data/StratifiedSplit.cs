using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Carves a validation part out of training samples, the same share of every class, by a seeded permutation.</summary>
public static class StratifiedSplit
{
    /// <summary>The share of the training data that validates.</summary>
    public const double DefaultShare = 0.1;

    /// <summary>
    /// Splits samples by label; a class of two or more gives at least one. Both parts are in ascending order and depend on the key
    /// and the labels only.
    /// </summary>
    /// <exception cref="InvalidInputException">There are too few samples for two parts.</exception>
    public static (int[] Fit, int[] Part) Carve(IReadOnlyList<int> labels, double share, RandomKey key, string name)
    {
        var rest = new List<int>();
        var part = new List<int>();
        foreach (IGrouping<int, int> group in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(g => g.Key))
        {
            int[] members = [.. group];
            int[] order = key.Fold((ulong)group.Key).Permutation(members.Length);
            int count = members.Length < 2 ? 0 : Math.Max(1, (int)(members.Length * share));
            part.AddRange(order.Take(count).Select(o => members[o]));
            rest.AddRange(order.Skip(count).Select(o => members[o]));
        }

        if (part.Count == 0 || rest.Count == 0)
        {
            throw new InvalidInputException($"Data set '{name}' has {labels.Count} training samples, too few to fit on some and validate on others. It needs at least two of a class.");
        }

        return ([.. rest.Order()], [.. part.Order()]);
    }

    /// <summary>Splits samples without classes (regression, windows of text).</summary>
    public static (int[] Fit, int[] Part) Carve(int count, double share, RandomKey key, string name) => Carve(new int[count], share, key, name);
}
