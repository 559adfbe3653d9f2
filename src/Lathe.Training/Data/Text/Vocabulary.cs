namespace Lathe.Training.Data.Text;

/// <summary>Numbers for words, the most frequent first, or for bytes; what training text lacks is the unknown word.</summary>
public sealed class Vocabulary
{
    /// <summary>The unknown word.</summary>
    public const string Unknown = "<unk>";

    /// <summary>The end of a line.</summary>
    public const string EndOfLine = "<eos>";

    /// <summary>Fills the end of short texts.</summary>
    public const string Padding = "<pad>";

    private readonly Dictionary<string, int> _index;

    private Vocabulary(IReadOnlyList<string> words)
    {
        Words = words;
        _index = words.Select((w, i) => (w, i)).ToDictionary(p => p.w, p => p.i, StringComparer.Ordinal);
    }

    /// <summary>The words by number.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>How many there are.</summary>
    public int Count => Words.Count;

    /// <summary>Counts the words of training text and keeps the most frequent; padding is 0, unknown 1, end of line 2.</summary>
    public static Vocabulary Of(IEnumerable<string> words, int most = 10_000)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in words)
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        string[] special = [Padding, Unknown, EndOfLine];
        return new Vocabulary([.. special, .. counts.Where(c => !special.Contains(c.Key)).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key).Take(Math.Max(0, most - special.Length))]);
    }

    /// <summary>The number of a word.</summary>
    public int this[string word] => _index.TryGetValue(word, out int index) ? index : _index[Unknown];
}
