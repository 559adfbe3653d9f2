using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>The data sets known by name.</summary>
public static class DatasetCatalog
{
    private const string FashionFolder = "/usr/share/datasets/fashion-mnist";

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fashion-mnist", "mnist", "cifar10-jpeg", "synthetic-images"];

    /// <summary>Opens a data set; the split depends on the key alone.</summary>
    /// <exception cref="InvalidInputException">No set has this name.</exception>
    /// <exception cref="MissingDependencyException">The set is not on this machine.</exception>
    public static Dataset Open(string name, RandomKey key) => name switch
    {
        "fashion-mnist" => Idx(name, Folder(FashionFolder, "Fashion-MNIST", "apt-get install dataset-fashion-mnist"), key),
        "mnist" => Idx(name, Shared("mnist"), key),
        "cifar10-jpeg" => Cifar(Shared("cifar10-jpeg"), key),
        "synthetic-images" => SyntheticImages.Create(4, 1, 16, 800, 200, key),
        _ => throw new InvalidInputException($"There is no data set '{name}'. Known are {string.Join(", ", Names)}."),
    };

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

    private static string Shared(string name) => Folder(Path.Combine(SharedFolder() ?? "", name), name, "setting LATHE_DATA to the folder that holds it");

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

    private static Dataset Cifar(string folder, RandomKey key) =>
        Dataset.Create("cifar10-jpeg", new Shape(3, 32, 32), CifarFile.Read(Path.Combine(folder, "train.bin.gz")), CifarFile.Read(Path.Combine(folder, "test.bin.gz")), key);
}
