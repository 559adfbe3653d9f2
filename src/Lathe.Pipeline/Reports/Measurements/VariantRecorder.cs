using System.Text.Json;
using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Profiling;
using Lathe.Pipeline.Runs;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>Reads what the report shows of a deployed file and keeps it beside the file.</summary>
public sealed class VariantRecorder(RunFolder folder, TimeProvider time)
{
    private const int Samples = 32;

    /// <summary>Where the measurements of a variant lie in a run's folder.</summary>
    public static string FileOf(string variant) => Path.Combine("models", variant + ".measurements.json");

    /// <summary>Profiles a deployed file, reads its weights and, where it is quantized, its noise; writes the measurements.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="floating">The network it was quantized from; null for one in floating point.</param>
    /// <param name="validation">Samples to run; activations are left out when null.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public VariantMeasurements Record(Variant variant, ModelGraph? floating, DataSplit? validation, CancellationToken cancellation = default)
    {
        string path = folder.File(variant.File);
        ModelGraph graph = OnnxModel.Load(path);
        ModelProfile profile = new ModelProfiler(time).Profile(variant.Name, graph, path, new ProfileOptions(), cancellation);
        bool compared = floating is not null && validation is not null && profile.Integer.Any();
        var measurements = new VariantMeasurements
        {
            Variant = variant.Name,
            Profile = profile,
            Weights = new WeightReader(graph).Read(floating),
            Activations = compared ? ActivationReader.Read(graph, floating!, validation!, Math.Min(Samples, validation!.Count)) : [],
            Samples = compared ? Math.Min(Samples, validation!.Count) : 0,
        };
        folder.Write(FileOf(variant.Name), measurements);
        return measurements;
    }

    /// <summary>Reads measurements back; null when they were not kept or are damaged.</summary>
    public static VariantMeasurements? TryLoad(RunFolder folder, string variant)
    {
        string path = folder.File(FileOf(variant));
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<VariantMeasurements>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
