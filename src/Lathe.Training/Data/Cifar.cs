using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>The published folders of CIFAR-10 and CIFAR-100, their files compressed or not.</summary>
public static class Cifar
{
    /// <summary>Opens a folder.</summary>
    /// <exception cref="InvalidInputException">A file is missing or damaged.</exception>
    public static Dataset Open(string folder, int classes, RandomKey key)
    {
        string[] train = classes == 100 ? ["train.bin"] : [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];
        string test = classes == 100 ? "test.bin" : "test_batch.bin";
        return Dataset.Create($"cifar{classes}", new Shape(3, 32, 32), CifarFile.ReadAll(train.Select(f => Find(folder, f)), classes), CifarFile.Read(Find(folder, test), classes), key, classes);
    }

    private static string Find(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) || !File.Exists(path + ".gz") ? path : path + ".gz";
    }
}
