using System.IO.Compression;
using System.Text.Json;
using Lathe.Onnx;
using Lathe.Pipeline.Reports;
using Lathe.Pipeline.Reports.Measurements;
using Lathe.Pipeline.Runs;

namespace Lathe.Pipeline.Exporting;

/// <summary>Takes what a run made out of its folder.</summary>
public static class RunExport
{
    private const string Quantized = "-int8";
    private static readonly string[] s_bundled = ["recipe.lock.yaml", "environment.json", "result.json", "metrics.jsonl"];

    /// <summary>Copies a deployed network.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="integer">True for a quantized one, false for one in floating point.</param>
    /// <param name="target">The file to write.</param>
    /// <returns>The variant that was copied.</returns>
    public static Variant Model(string run, bool integer, string target)
    {
        Variant chosen = Find(run, integer);
        NewPath.Write(target, stream =>
        {
            using FileStream source = File.OpenRead(Path.Combine(run, chosen.File));
            source.CopyTo(stream);
        });
        return chosen;
    }

    /// <summary>The network of a run that is in integers, or in floating point: the recommended one if it is, else the last.</summary>
    internal static Variant Find(string run, bool integer)
    {
        RunResult result = Load(run);
        Variant best = result.Best;
        Variant? chosen = best.Board is null && IsInteger(best) == integer ? best : result.Variants.LastOrDefault(v => v.Board is null && IsInteger(v) == integer);
        return chosen ?? throw new InvalidInputException($"The run in '{run}' has no {(integer ? "quantized network" : "network in floating point")}; it has {string.Join(", ", result.Variants.Select(v => v.Name))}. Add a {(integer ? "quantize" : "deploy: [ onnx ]")} step.");
    }

    /// <summary>
    /// The recommended network as a coded bundle when the target ends in .lathe; else the network, its measurements, the locked recipe and the
    /// report together: a zip when the target ends in .zip, else a folder.
    /// </summary>
    public static Variant Bundle(string run, string target)
    {
        Variant best = Load(run).Best;
        if (target.EndsWith(".lathe", StringComparison.OrdinalIgnoreCase))
        {
            ModelExport.Bundle(OnnxModel.Load(Path.Combine(run, best.Network)), target);
            return best;
        }

        RunReport.Write(run);
        (string Source, string Name)[] files =
        [
            (best.Network, "model.onnx"), (VariantRecorder.FileOf(best.Name), "measurements.json"), ("report.html", "report.html"), .. s_bundled.Select(b => (b, b)),
        ];
        (string, string)[] present = [.. files.Select(f => (Path.Combine(run, f.Source), f.Name)).Where(f => File.Exists(f.Item1))];
        if (target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            NewPath.Write(target, stream => Zip(stream, present));
        }
        else
        {
            NewPath.Fill(target, folder => Array.ForEach(present, f => File.Copy(f.Item1, Path.Combine(folder, f.Item2))));
        }

        return best;
    }

    private static void Zip(Stream stream, IEnumerable<(string Path, string Name)> files)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string path, string name) in files)
        {
            zip.CreateEntryFromFile(path, name, CompressionLevel.Optimal);
        }
    }

    private static bool IsInteger(Variant variant) => variant.Name.EndsWith(Quantized, StringComparison.Ordinal);

    private static RunResult Load(string run)
    {
        string path = Path.Combine(run, "result.json");
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<RunResult>(File.ReadAllText(path)) is { Variants.Count: > 0 } result ? result
                : throw new InvalidInputException($"'{run}' holds no finished run. Finish it with --resume first.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"'{path}' is damaged: {error.Message}", error);
        }
    }
}
