using System.Globalization;

namespace Lathe.Training.Data;

/// <summary>Numbers for the labels of a file: sorted as numbers where all are, else as text.</summary>
internal sealed class LabelNames
{
    private const int Most = 100_000;
    private readonly Dictionary<string, int> _index;

    public LabelNames(IEnumerable<string> labels, string path)
    {
        string[] distinct = [.. labels.Distinct()];
        bool numbers = distinct.All(l => double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        Names = numbers ? [.. distinct.OrderBy(l => double.Parse(l, CultureInfo.InvariantCulture)).ThenBy(l => l, StringComparer.Ordinal)] : [.. distinct.Order(StringComparer.Ordinal)];
        if (Names.Count is 0 or > Most)
        {
            throw new InvalidInputException($"'{path}' has {Names.Count} different labels; 1 to {Most} can be classes. Choose another label column, or regression.");
        }

        _index = Names.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
    }

    public IReadOnlyList<string> Names { get; }

    public int Of(string label, string path, int line) => _index.TryGetValue(label, out int index) ? index
        : throw new InvalidInputException($"'{path}', line {line}: label '{label}' is not one of the training labels {string.Join(", ", Names.Take(20))}.");
}
