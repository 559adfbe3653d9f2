using System.Globalization;
using Lathe.Tensors;
using Lathe.Training.Data.Arrays;
using Lathe.Training.Data.Audio;
using Lathe.Training.Data.Images;
using Lathe.Training.Data.Series;
using Lathe.Training.Data.Tables;
using Lathe.Training.Data.Text;

namespace Lathe.Training.Data;

/// <summary>
/// A data set given as <c>format:path?setting=value</c>: <c>csv:iris.csv?label=species</c>, <c>images:photos?size=64</c>,
/// <c>wav:clips</c>, <c>npz:set.npz</c>, <c>npy:folder</c>, <c>ts:NAME_TRAIN.ts</c>, <c>text:corpus.txt?test=other.txt</c>,
/// <c>idx:folder</c>, <c>cifar10:folder</c>, <c>cifar100:folder</c>, <c>synthetic:3x96</c>. Settings are joined by <c>&amp;</c>.
/// </summary>
public sealed record DataPath(string Format, string Path, IReadOnlyDictionary<string, string> Settings)
{
    private static readonly Dictionary<string, string[]> s_settings = new(StringComparer.Ordinal)
    {
        ["csv"] = ["label", "ignore", "regression", "separator", "test"],
        ["images"] = ["size", "channels"],
        ["wav"] = ["seconds", "coefficients", "bands"],
        ["npz"] = [],
        ["npy"] = [],
        ["ts"] = ["test"],
        ["text"] = ["test", "length", "vocabulary", "bytes"],
        ["texts"] = ["test", "length", "vocabulary", "label-last"],
        ["idx"] = [],
        ["cifar10"] = [],
        ["cifar100"] = [],
        ["synthetic"] = ["classes", "train", "test"],
    };

    /// <summary>The formats.</summary>
    public static IReadOnlyCollection<string> Formats => s_settings.Keys;

    /// <summary>Takes a text apart; null when it has no known format before a colon.</summary>
    /// <exception cref="InvalidInputException">A setting is unknown.</exception>
    public static DataPath? TryParse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !s_settings.TryGetValue(text[..colon], out string[]? known))
        {
            return null;
        }

        string[] parts = text[(colon + 1)..].Split('?', 2);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string setting in parts.Length > 1 ? parts[1].Split('&', StringSplitOptions.RemoveEmptyEntries) : [])
        {
            string[] pair = setting.Split('=', 2);
            settings[known.Contains(pair[0]) ? pair[0] : throw new InvalidInputException($"'{text}': {text[..colon]} has no setting '{pair[0]}'. Known are {(known.Length == 0 ? "none" : string.Join(", ", known))}.")] = pair.Length > 1 ? pair[1] : "true";
        }

        return new DataPath(text[..colon], parts[0], settings);
    }

    /// <summary>Opens the set; the split depends on the key alone.</summary>
    /// <exception cref="InvalidInputException">Files are missing or damaged, or a setting is wrong.</exception>
    public Dataset Open(RandomKey key) => Format switch
    {
        "csv" => CsvFile.Open(Path, key, new CsvOptions { Label = Settings.GetValueOrDefault("label"), Ignore = List("ignore"), Regression = Flag("regression"), Separator = Separator(), TestFile = Settings.GetValueOrDefault("test") }),
        "images" => ImageFolder.Open(Path, key, new ImageFolderOptions { Size = Number("size", 0), Channels = Number("channels", 3) }),
        "wav" => WavClips.OpenFolder(Path, key, new MfccOptions { Seconds = Real("seconds", 1), Coefficients = Number("coefficients", 10), Bands = Number("bands", 40) }),
        "npz" or "npy" => ArrayFiles.Open(Path, key),
        "ts" => TimeSeries.Open(Path, Settings.GetValueOrDefault("test") ?? Path.Replace("_TRAIN", "_TEST", StringComparison.Ordinal), key),
        "text" => TextCorpus.Open(Path, Test(), key, new TextOptions { Length = Number("length", 35), Vocabulary = Number("vocabulary", 10_000), Bytes = Flag("bytes") }),
        "texts" => TextClasses.Open(Path, Test(), key, new TextOptions { Length = Number("length", 64), Vocabulary = Number("vocabulary", 10_000), LabelLast = Flag("label-last") }),
        "idx" => DatasetCatalog.Idx(System.IO.Path.GetFileName(Path.TrimEnd('/')), Path, key),
        "synthetic" => Synthetic(key),
        _ => Cifar.Open(Path, Format == "cifar100" ? 100 : 10, key),
    };

    private Dataset Synthetic(RandomKey key)
    {
        int[] sizes = [.. Path.Split('x').Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : 0)];
        int classes = Number("classes", 4);
        if (sizes is not [>= 1 and <= 64, >= 4 and <= 512] || classes is < 2 or > 1000)
        {
            throw new InvalidInputException($"'{Format}:{Path}' with {classes} classes is no made-up set: CHANNELSxSIDE is expected, 1 to 64 channels and 4 to 512 pixels, such as {Format}:3x96, and 2 to 1,000 classes.");
        }

        int train = Number("train", 800), test = Number("test", 200);
        DataLimits.Default.CheckBytes($"{Format}:{Path}", ((long)train + test) * sizes[0] * sizes[1] * sizes[1]);
        return SyntheticImages.Create(classes, sizes[0], sizes[1], train, test, key);
    }

    private char Separator() => Settings.GetValueOrDefault("separator", ",") switch
    {
        "tab" => '\t',
        { Length: 1 } one => one[0],
        { } text => throw new InvalidInputException($"'{Format}:{Path}': separator is '{text}'. It is one character, or tab."),
    };

    private string Test() => Settings.GetValueOrDefault("test") ?? throw new InvalidInputException($"'{Format}:{Path}' needs a test file: add ?test=FILE.");

    private string[] List(string name) => Settings.TryGetValue(name, out string? value) ? value.Split(',') : [];

    private bool Flag(string name) => Settings.GetValueOrDefault(name) == "true";

    private int Number(string name, int usual) => !Settings.TryGetValue(name, out string? text) ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value
        : throw new InvalidInputException($"'{Format}:{Path}': {name} is '{text}', not a whole number.");

    private double Real(string name, double usual) => !Settings.TryGetValue(name, out string? text) ? usual
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value
        : throw new InvalidInputException($"'{Format}:{Path}': {name} is '{text}', not a number.");
}
