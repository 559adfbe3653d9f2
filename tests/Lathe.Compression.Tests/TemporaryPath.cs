namespace Lathe.Compression.Tests;

/// <summary>A file name that is free, and is deleted afterwards.</summary>
internal sealed class TemporaryPath : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"lathe-{Guid.NewGuid():n}");

    public void Dispose() => File.Delete(Path);
}
