using Lathe.Tensors;

namespace Lathe.Training.Data.Text;

/// <summary>
/// Plain text for language models: samples are windows of tokens [T], labels the next token at each place. The vocabulary is that
/// of the training text; a tenth of its windows, chosen by the key, validates.
/// </summary>
public static class TextCorpus
{
    /// <summary>Opens a training text and a test text.</summary>
    /// <exception cref="InvalidInputException">A file is too short or cannot be read.</exception>
    public static Dataset Open(string train, string test, RandomKey key, TextOptions? options = null, string? name = null)
    {
        options ??= new TextOptions();
        name ??= Path.GetFileNameWithoutExtension(train);
        options.Check(train);
        Vocabulary? words = options.Bytes ? null : Vocabulary.Of(DataFiles.Lines(train, options.Limits).SelectMany(Split), options.Vocabulary);
        int count = words?.Count ?? 256;
        var source = new TokenWindows(Tokens(train, words, options), options.Length, count);
        var last = new TokenWindows(Tokens(test, words, options), options.Length, count);
        if (last.Count == 0)
        {
            throw new InvalidInputException($"'{test}' is too short for one window of {options.Length} tokens.");
        }

        (int[] fit, int[] validate) = StratifiedSplit.Carve(source.Count, StratifiedSplit.DefaultShare, key, name);
        return new Dataset
        {
            Name = name,
            Classes = count,
            Vocabulary = count,
            Train = new DataSplit(source, fit),
            Validation = new DataSplit(source, validate),
            Test = new DataSplit(last, [.. Enumerable.Range(0, last.Count)]),
            ClassNames = words?.Words ?? [],
        };
    }

    internal static IEnumerable<string> Split(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static int[] Tokens(string path, Vocabulary? words, TextOptions options)
    {
        if (words is null)
        {
            return Array.ConvertAll(DataFiles.Read(path, options.Limits), b => (int)b);
        }

        var tokens = new List<int>();
        foreach (string line in DataFiles.Lines(path, options.Limits))
        {
            int before = tokens.Count;
            tokens.AddRange(Split(line).Select(w => words[w]));
            if (tokens.Count > before)
            {
                tokens.Add(words[Vocabulary.EndOfLine]);
            }
        }

        return [.. tokens];
    }
}
