using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>A data set known by name: where its folder is, and how it is read.</summary>
internal sealed record KnownDataset(string Name, Func<string> Folder, Func<string, RandomKey, Dataset> Read)
{
    public Dataset Open(RandomKey key) => Read(Folder(), key);
}
