using Lathe.Graph;
using Lathe.Pipeline.Runs;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Reports.Measurements;

/// <summary>Reads what the report shows of every deployed file of a run, once, when the run ends.</summary>
internal sealed class RunRecorder(RunFolder folder, TimeProvider time)
{
    private const string Quantized = "-int8";

    /// <summary>Records every variant.</summary>
    /// <param name="result">The run.</param>
    /// <param name="floating">The network a quantized variant came from.</param>
    /// <param name="validation">Samples to run.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public void Record(RunResult result, ModelGraph floating, DataSplit validation, CancellationToken cancellation)
    {
        var recorder = new VariantRecorder(folder, time);
        foreach (Variant variant in result.Variants.Where(v => v.File.EndsWith(".onnx", StringComparison.Ordinal)))
        {
            recorder.Record(variant, variant.Name.EndsWith(Quantized, StringComparison.Ordinal) ? floating : null, validation, cancellation);
        }
    }
}
