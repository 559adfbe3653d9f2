using System.Text.Json;

namespace Lathe.Pipeline.Runs;

/// <summary>The folder of a run. Every file in it is written beside its place and renamed, so what is there is whole.</summary>
public sealed class RunFolder
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Creates the folder, or opens it to resume.</summary>
    /// <exception cref="InvalidInputException">It cannot be made.</exception>
    public RunFolder(string path)
    {
        Path = path;
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, "models"));
            Directory.CreateDirectory(System.IO.Path.Combine(path, "checkpoints"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"The run's folder '{path}' cannot be made: {error.Message}", error);
        }
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The path of a file in the folder.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a document as JSON.</summary>
    public void Write<T>(string name, T document) => WriteText(name, JsonSerializer.Serialize(document, s_json));

    /// <summary>Writes a text.</summary>
    public void WriteText(string name, string text)
    {
        string path = File(name);
        System.IO.File.WriteAllText(path + ".tmp", text);
        System.IO.File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>Adds a line to the metrics.</summary>
    public void Metric<T>(T record) => System.IO.File.AppendAllText(File("metrics.jsonl"), JsonSerializer.Serialize(record) + "\n");
}
