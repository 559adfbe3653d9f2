namespace Lathe.Training.Data.Text;

/// <summary>How text becomes tokens.</summary>
public sealed record TextOptions
{
    /// <summary>Tokens of one sample.</summary>
    public int Length { get; init; } = 35;

    /// <summary>Bytes instead of words: a vocabulary of 256 that knows every text.</summary>
    public bool Bytes { get; init; }

    /// <summary>Words kept, the most frequent of the training text.</summary>
    public int Vocabulary { get; init; } = 10_000;

    /// <summary>The label stands after the text, not before it (classified texts).</summary>
    public bool LabelLast { get; init; }

    /// <summary>How much a file may hold.</summary>
    public DataLimits Limits { get; init; } = DataLimits.Default;

    /// <summary>Refuses windows and vocabularies that cannot be.</summary>
    internal void Check(string path, long samples = 1)
    {
        if (Length < 1 || Vocabulary < 4)
        {
            throw new InvalidInputException($"'{path}' in windows of {Length} tokens out of {Vocabulary} words: at least 1 and 4 are needed.");
        }

        Limits.CheckBytes(path, 4L * Length * samples);
    }
}
