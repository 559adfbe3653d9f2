using System.IO.Compression;
using Lathe.Tensors;

namespace Lathe.Training.Data.Arrays;

/// <summary>
/// NumPy arrays as a data set: a .npz file, or a folder of .npy files, with <c>x_train</c> and <c>y_train</c>, <c>x_test</c> and
/// <c>y_test</c>; or <c>x</c> and <c>y</c>, of which a fifth tests. Samples are [C, H, W], [H, W] (one channel) or [F];
/// labels are whole numbers, or real targets of a floating type.
/// </summary>
public static class ArrayFiles
{
    /// <summary>Opens a .npz file or a folder.</summary>
    /// <exception cref="InvalidInputException">An array is missing or damaged, or they do not belong together.</exception>
    public static Dataset Open(string path, RandomKey key, string? name = null, DataLimits? limits = null)
    {
        limits ??= DataLimits.Default;
        Dictionary<string, NpyArray> arrays = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.npy").Order(StringComparer.Ordinal).ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => NpyArray.Parse(f, DataFiles.Read(f, limits)))
            : Npz(path, limits);
        bool parts = arrays.ContainsKey("x_train");
        string[] wanted = parts ? ["x_train", "y_train", "x_test", "y_test"] : ["x", "y"];
        string[] missing = [.. wanted.Where(w => !arrays.ContainsKey(w))];
        if (missing.Length > 0)
        {
            throw new InvalidInputException($"'{path}' has the arrays {string.Join(", ", arrays.Keys)}, but not {string.Join(", ", missing)}. x_train, y_train, x_test and y_test, or x and y, are expected.");
        }

        NpyArray x = arrays[wanted[0]], y = arrays[wanted[1]];
        Shape shape = Sample(path, x);
        bool classes = y.Type[0] != 'f';
        int count = classes ? y.ToLabels().DefaultIfEmpty(-1).Max() + 1 : 0;
        var grouping = shape.Rank == 1 ? new Grouping(shape[0], 1) : new Grouping(shape[0], shape.Count / shape[0]);
        FloatTable Table(NpyArray values, NpyArray labels) => values.Shape.Count > 0 && labels.Shape.Count > 0 && values.Shape[0] == labels.Shape[0] && values.Shape.Skip(1).SequenceEqual(x.Shape.Skip(1))
            ? new FloatTable(values.ToFloats(), classes ? labels.ToLabels() : []) { Targets = classes ? [] : labels.ToFloats() }
            : throw new InvalidInputException($"'{path}': samples of shape ({string.Join(", ", values.Shape)}) and labels of ({string.Join(", ", labels.Shape)}) do not belong together.");
        limits.CheckBytes(path, 4L * x.Count);
        name ??= Path.GetFileName(path.TrimEnd('/'));
        return parts
            ? FloatDataset.Create(name, shape, Table(x, y), Table(arrays["x_test"], arrays["y_test"]), key, count, grouping)
            : FloatDataset.Create(name, shape, Table(x, y), key, count, grouping);
    }

    private static Shape Sample(string path, NpyArray x) => x.Shape.Count switch
    {
        2 or 4 => new Shape([.. x.Shape.Skip(1)]),
        3 => new Shape(1, x.Shape[1], x.Shape[2]),
        _ => throw new InvalidInputException($"'{path}': x has the shape ({string.Join(", ", x.Shape)}). [N, F], [N, H, W] and [N, C, H, W] are expected."),
    };

    private static Dictionary<string, NpyArray> Npz(string path, DataLimits limits)
    {
        byte[] file = DataFiles.Read(path, limits);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var arrays = new Dictionary<string, NpyArray>();
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.Name.EndsWith(".npy", StringComparison.Ordinal)))
            {
                using Stream stream = entry.Open();
                string name = $"{path}/{entry.Name}";
                arrays[Path.GetFileNameWithoutExtension(entry.Name)] = NpyArray.Parse(name, DataFiles.Copy(name, stream, limits));
            }

            return arrays;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidInputException($"'{path}' is not a whole .npz file: {error.Message}", error);
        }
    }
}
