using Lathe.Tensors;

namespace Lathe.Training.Data.Images;

/// <summary>
/// PNG and JPEG images in one folder for each class: <c>FOLDER/train/CLASS/*</c> and <c>FOLDER/test/CLASS/*</c>, or
/// <c>FOLDER/CLASS/*</c>, of which a fifth, chosen by the key, tests.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] s_endings = [".png", ".jpg", ".jpeg"];

    /// <summary>Decodes all images.</summary>
    /// <exception cref="InvalidInputException">There are none, one is damaged, or they are too many.</exception>
    public static Dataset Open(string path, RandomKey key, ImageFolderOptions? options = null)
    {
        options ??= new ImageFolderOptions();
        if (options.Channels is not (1 or 3) || options.Size is < 0 or > 8192)
        {
            throw new InvalidInputException($"Images of {options.Channels} channels and size {options.Size}: 1 or 3 channels, and a size up to 8192, are possible.");
        }

        string train = Path.Combine(path, "train"), test = Path.Combine(path, "test");
        bool parts = Directory.Exists(train) && Directory.Exists(test);
        string[] classes = Classes(parts ? train : path);
        (string File, int Label)[] files = Files(parts ? train : path, classes), last = parts ? Files(test, classes) : [];
        if (files.Length == 0 || (parts && (last.Length == 0 || Classes(test).Except(classes).Any())))
        {
            throw new InvalidInputException($"'{path}' has {files.Length} images of {classes.Length} classes{(parts ? $" to train and {last.Length} to test, with classes {string.Join(", ", Classes(test))}" : "")}. PNG or JPEG files in folders named after their classes are expected, the same in train and test.");
        }

        if (!parts)
        {
            (int[] fit, int[] held) = StratifiedSplit.Carve([.. files.Select(f => f.Label)], 0.2, key.Fold("test"), path);
            (files, last) = ([.. fit.Select(i => files[i])], [.. held.Select(i => files[i])]);
        }

        RasterImage first = Load(files[0].File, options);
        var shape = new Shape(options.Channels, options.Size > 0 ? options.Size : first.Height, options.Size > 0 ? options.Size : first.Width);
        Dataset data = Dataset.Create(Path.GetFileName(path.TrimEnd('/')), shape, Decode(path, files, shape, options), Decode(path, last, shape, options), key, classes.Length);
        return data with { ClassNames = classes };
    }

    private static string[] Classes(string folder) => Directory.Exists(folder) ? [.. Directory.GetDirectories(folder).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)] : [];

    private static (string File, int Label)[] Files(string folder, string[] classes) =>
    [
        .. classes.SelectMany((name, label) => Directory.Exists(Path.Combine(folder, name)) ? Directory.GetFiles(Path.Combine(folder, name))
            .Where(f => s_endings.Contains(Path.GetExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Select(f => (f, label)) : []),
    ];

    private static RasterImage Load(string file, ImageFolderOptions options) => RasterImage.Decode(file, DataFiles.Read(file, options.Limits), options.Limits);

    private static LabelledImages Decode(string path, (string File, int Label)[] files, Shape shape, ImageFolderOptions options)
    {
        options.Limits.CheckBytes(path, (long)files.Length * shape.Count);
        byte[] pixels = new byte[files.Length * shape.Count];
        try
        {
            Parallel.For(0, files.Length, i => Load(files[i].File, options).Resize(shape[2], shape[1], shape[0], pixels.AsSpan(i * shape.Count, shape.Count)));
        }
        catch (AggregateException errors) when (errors.InnerExceptions.OfType<InvalidInputException>().FirstOrDefault() is { } first)
        {
            throw new InvalidInputException(first.Message, errors);
        }

        return new LabelledImages(pixels, [.. files.Select(f => f.Label)]);
    }
}
