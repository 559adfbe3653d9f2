using Lathe.Tensors;
using Lathe.Training.Data.Audio;
using Lathe.Training.Data.Series;
using Lathe.Training.Data.Tables;
using Lathe.Training.Data.Text;

namespace Lathe.Training.Data;

/// <summary>The data sets known by name.</summary>
public static class DatasetCatalog
{
    private const string FashionFolder = "/usr/share/datasets/fashion-mnist";

    private static readonly KnownDataset[] s_known =
    [
        new("fashion-mnist", () => Folder(FashionFolder, "Fashion-MNIST", "apt-get install dataset-fashion-mnist"), (folder, key) => Idx("fashion-mnist", folder, key)),
        new("mnist", () => Shared("mnist"), (folder, key) => Idx("mnist", folder, key)),
        new("cifar10-jpeg", () => Shared("cifar10-jpeg"), CifarCopy),
        new("synthetic-images", () => "", (_, key) => SyntheticImages.Create(4, 1, 16, 800, 200, key)),
        new("fsdd", () => Shared("fsdd"), (folder, key) => WavClips.OpenDigits(Path.Combine(folder, "fsdd-4-speakers.zip"), key)),
        new("ptb", () => Shared("ptb"), (folder, key) => TextCorpus.Open(Path.Combine(folder, "ptb.train.txt.gz"), Path.Combine(folder, "ptb.valid.txt.gz"), key, name: "ptb")),
        new("reuters-r8", () => Shared("text", "reuters-r8"), (folder, key) => TextClasses.Open(Path.Combine(folder, "r8-train.txt.gz"), Path.Combine(folder, "r8-test.txt.gz"), key, new TextOptions { Length = 128 }, "reuters-r8")),
        new("sst2", () => Shared("text", "sst2"), (folder, key) => TextClasses.Open(Path.Combine(folder, "sst2-train.tsv.gz"), Path.Combine(folder, "sst2-dev.tsv.gz"), key, new TextOptions { Length = 48, LabelLast = true }, "sst2")),
        Table("covertype", "covertype-10080.csv", new CsvOptions { Ignore = ["Id"] }),
        Table("digits", "digits.csv.gz"),
        Table("wine", "wine_data.csv"),
        Table("breast-cancer", "breast_cancer.csv"),
        Series("BasicMotions"),
        Series("GunPoint"),
        Series("ItalyPowerDemand"),
        Series("JapaneseVowels"),
        Series("OSULeaf"),
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_known.Select(k => k.Name)];

    /// <summary>
    /// Opens a data set by its name or by <see cref="DataPath"/>; the split depends on the key alone. Any set takes the settings <c>normal=CLASS,CLASS</c>
    /// (<see cref="Detection.AnomalyDetection"/>), sets of series <c>window</c> and <c>hop</c> (<see cref="SeriesWindows"/>).
    /// </summary>
    /// <exception cref="InvalidInputException">No set has this name, or its files are damaged.</exception>
    /// <exception cref="MissingDependencyException">The set is not on this machine.</exception>
    public static Dataset Open(string name, RandomKey key)
    {
        (string source, DataChange change) = DataChange.Take(name);
        return change.Apply(DataPath.TryParse(source) is { } path ? path.Open(key) : Find(source).Open(key));
    }

    /// <summary>The folder of a known set, found without reading it; empty for made-up data.</summary>
    /// <exception cref="MissingDependencyException">The set is not on this machine.</exception>
    public static string Locate(string name) => Find(name).Folder();

    /// <summary>The folder of shared data: LATHE_DATA or LATHE_TEST_DATA, else shared/data above the program, or null.</summary>
    public static string? SharedFolder()
    {
        foreach (string variable in new[] { "LATHE_DATA", "LATHE_TEST_DATA" })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
            {
                return given;
            }
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static KnownDataset Find(string name) => Array.Find(s_known, k => k.Name == name)
        ?? throw new InvalidInputException($"There is no data set '{name}'. Known are {string.Join(", ", Names)}, and paths with a format: {string.Join(", ", DataPath.Formats.Select(f => f + ":PATH"))}.");

    private static KnownDataset Table(string name, string file, CsvOptions? options = null) =>
        new(name, () => Shared("tabular", name), (folder, key) => CsvFile.Open(Path.Combine(folder, file), key, options, name));

    private static KnownDataset Series(string file)
    {
        string name = "ucr-" + file.ToLowerInvariant();
        return new(name, () => Shared("ucr", name), (folder, key) => TimeSeries.Open(Path.Combine(folder, file + "_TRAIN.ts"), Path.Combine(folder, file + "_TEST.ts"), key, name));
    }

    private static string Shared(string folder, string? name = null) => Folder(Path.Combine(SharedFolder() ?? "", folder), name ?? folder, "setting LATHE_DATA to the folder that holds it");

    private static string Folder(string path, string name, string remedy) =>
        Directory.Exists(path) ? path : throw new MissingDependencyException($"The data set {name} is not on this machine (looked in '{path}').", remedy);

    internal static Dataset Idx(string name, string folder, RandomKey key)
    {
        (LabelledImages train, Shape shape) = IdxFile.Read(Path.Combine(folder, "train-images-idx3-ubyte.gz"), Path.Combine(folder, "train-labels-idx1-ubyte.gz"));
        (LabelledImages test, Shape testShape) = IdxFile.Read(Path.Combine(folder, "t10k-images-idx3-ubyte.gz"), Path.Combine(folder, "t10k-labels-idx1-ubyte.gz"));
        return shape == testShape
            ? Dataset.Create(name, shape, train, test, key)
            : throw new InvalidInputException($"The data set {name} in '{folder}' has training images of {shape}, but test images of {testShape}. They do not belong together.");
    }

    private static Dataset CifarCopy(string folder, RandomKey key) =>
        Dataset.Create("cifar10-jpeg", new Shape(3, 32, 32), CifarFile.Read(Path.Combine(folder, "train.bin.gz")), CifarFile.Read(Path.Combine(folder, "test.bin.gz")), key);
}
