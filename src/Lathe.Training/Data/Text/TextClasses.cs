using Lathe.Tensors;

namespace Lathe.Training.Data.Text;

/// <summary>Classified texts, one a line, label and text apart by a tab: tokens of a fixed length, cut or padded.</summary>
public static class TextClasses
{
    /// <summary>Opens a training file and a test file.</summary>
    /// <exception cref="InvalidInputException">A line has no tab, or a test label is new.</exception>
    public static Dataset Open(string train, string test, RandomKey key, TextOptions? options = null, string? name = null)
    {
        options ??= new TextOptions();
        name ??= Path.GetFileNameWithoutExtension(train);
        List<Line> fitLines = Read(train, options), testLines = Read(test, options);
        options.Check(train, fitLines.Count);
        options.Check(test, testLines.Count);
        var names = new LabelNames(fitLines.Select(l => l.Label), train);
        Vocabulary words = Vocabulary.Of(fitLines.SelectMany(l => TextCorpus.Split(l.Text)), options.Vocabulary);
        LabelledTexts Source(string path, List<Line> lines) =>
            new([.. lines.SelectMany(l => Tokens(l.Text, words, options.Length))], [.. lines.Select(l => names.Of(l.Label, path, l.Number))], options.Length, names.Names.Count);
        LabelledTexts source = Source(train, fitLines), last = Source(test, testLines);
        int[] labels = [.. fitLines.Select(l => names.Of(l.Label, train, l.Number))];
        (int[] fit, int[] validate) = StratifiedSplit.Carve(labels, StratifiedSplit.DefaultShare, key, name);
        return new Dataset
        {
            Name = name,
            Classes = names.Names.Count,
            Vocabulary = words.Count,
            Train = new DataSplit(source, fit),
            Validation = new DataSplit(source, validate),
            Test = new DataSplit(last, [.. Enumerable.Range(0, last.Count)]),
            ClassNames = names.Names,
        };
    }

    private static List<Line> Read(string path, TextOptions options)
    {
        string[] lines = DataFiles.Lines(path, options.Limits);
        var read = new List<Line>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0)
            {
                continue;
            }

            int tab = options.LabelLast ? lines[i].LastIndexOf('\t') : lines[i].IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0)
            {
                throw new InvalidInputException($"'{path}', line {i + 1} has no tab between label and text.");
            }

            string first = lines[i][..tab].Trim(), second = lines[i][(tab + 1)..].Trim();
            read.Add(options.LabelLast ? new Line(i + 1, second, first) : new Line(i + 1, first, second));
        }

        return read.Count > 0 ? read : throw new InvalidInputException($"'{path}' holds no texts.");
    }

    private static IEnumerable<int> Tokens(string text, Vocabulary words, int length)
    {
        int[] tokens = [.. TextCorpus.Split(text).Take(length).Select(w => words[w])];
        return tokens.Concat(Enumerable.Repeat(words[Vocabulary.Padding], length - tokens.Length));
    }

    private sealed record Line(int Number, string Label, string Text);
}
