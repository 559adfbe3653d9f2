using Lathe.Graph;
using Lathe.Onnx;
using Lathe.Pipeline.Runs;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>Reads what the report shows of every deployed file of a run, once, when the run ends.</summary>
internal sealed class RunRecorder(RunFolder folder, TimeProvider time)
{
    private const string Quantized = "-int8";

    /// <summary>Records every variant; a quantized one is compared with the network it came from.</summary>
    public void Record(RunResult result, DataSplit validation, CancellationToken cancellation)
    {
        var recorder = new VariantRecorder(folder, time);
        foreach (Variant variant in result.Variants)
        {
            recorder.Record(variant, Floating(result, variant), validation, cancellation);
        }
    }

    private ModelGraph? Floating(RunResult result, Variant variant)
    {
        if (!variant.Name.EndsWith(Quantized, StringComparison.Ordinal))
        {
            return null;
        }

        string name = variant.Name[..^Quantized.Length];
        return result.Variants.FirstOrDefault(v => v.Name == name) is { } source ? OnnxModel.Load(folder.File(source.File)) : null;
    }
}
