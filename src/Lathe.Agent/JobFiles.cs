using System.Runtime.InteropServices;
using System.Text.Json;
using Lathe.Pipeline.Remote;

namespace Lathe.Agent;

/// <summary>A request as files: what the server writes and the worker reads. Clients name no path: files are numbered.</summary>
internal static class JobFiles
{
    private const string Settings = "settings.json", Sample = "sample.bin", Names = "names.json";

    public static string SettingsOf(string folder) => Path.Combine(folder, Settings);

    public static string SampleOf(string folder) => Path.Combine(folder, Sample);

    public static string ModelOf(string folder, int index) => Path.Combine(folder, $"{index}.onnx");

    public static void WriteNames(string folder, IReadOnlyList<string> names) => File.WriteAllText(Path.Combine(folder, Names), JsonSerializer.Serialize(names));

    /// <summary>Reads a request back.</summary>
    /// <exception cref="InvalidInputException">The settings are damaged.</exception>
    public static MeasurementRequest Read(string folder)
    {
        string[] names = JsonSerializer.Deserialize<string[]>(File.ReadAllText(Path.Combine(folder, Names))) ?? [];
        return new MeasurementRequest
        {
            Models = [.. names.Select((name, i) => (name, File.ReadAllBytes(ModelOf(folder, i))))],
            Sample = File.Exists(SampleOf(folder)) ? Numbers(File.ReadAllBytes(SampleOf(folder))) : null,
            Settings = File.Exists(SettingsOf(folder)) ? ReadSettings(SettingsOf(folder)) : new MeasurementSettings(),
        };
    }

    private static MeasurementSettings ReadSettings(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<MeasurementSettings>(File.ReadAllText(path)) is { Latency: not null } settings ? settings : throw new JsonException("they are empty");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"The settings of the request are not those of a measurement: {error.Message}", error);
        }
    }

    private static float[] Numbers(byte[] bytes) => bytes.Length % sizeof(float) == 0 ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
        : throw new InvalidInputException($"The sample of the request has {bytes.Length} bytes; binary32 values have a multiple of 4.");
}
