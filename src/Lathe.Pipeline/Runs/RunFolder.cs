using System.Text;
using System.Text.Json;
using Lathe.Graph.Storage;

namespace Lathe.Pipeline.Runs;

/// <summary>The folder of a run. Every file in it is written beside its place and renamed, so what is there is whole.</summary>
public sealed class RunFolder
{
    /// <summary>The folder of deployed files.</summary>
    internal const string Models = "models";

    /// <summary>The folder of the tables that steps show.</summary>
    internal const string Tables = "tables";

    private const string Metrics = "metrics.jsonl";
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Creates the folder, or opens it to resume.</summary>
    /// <exception cref="InvalidInputException">It cannot be made.</exception>
    public RunFolder(string path)
    {
        Path = path;
        try
        {
            Directory.CreateDirectory(System.IO.Path.Combine(path, Models));
            Directory.CreateDirectory(System.IO.Path.Combine(path, "checkpoints"));
            Directory.CreateDirectory(System.IO.Path.Combine(path, Tables));
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

    /// <summary>Writes a text: beside its place, flushed to the disk, then renamed.</summary>
    public void WriteText(string name, string text) => WriteBytes(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes in the same way.</summary>
    public void WriteBytes(string name, ReadOnlyMemory<byte> bytes) => AtomicFile.Write(File(name), stream => stream.Write(bytes.Span));

    /// <summary>
    /// Adds lines to the metrics. What is there already is not added again: a step that a kill hit between its metrics and its
    /// end writes them once.
    /// </summary>
    public void Metric<T>(IEnumerable<T> records)
    {
        string text = System.IO.File.Exists(File(Metrics)) ? System.IO.File.ReadAllText(File(Metrics)) : "";
        var known = new HashSet<string>(text.Split('\n'));
        string fresh = string.Concat(records.Select(r => JsonSerializer.Serialize(r)).Where(known.Add).Select(line => line + "\n"));
        if (fresh.Length > 0)
        {
            WriteText(Metrics, text + fresh);
        }
    }
}
