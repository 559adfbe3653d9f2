using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>Runs a network over calibration data and keeps one histogram per value: memory does not grow with the data.</summary>
public static class ActivationCalibrator
{
    /// <summary>Scales of the planned values.</summary>
    public static IReadOnlyDictionary<string, ActivationScale> Calibrate(ModelGraph graph, QuantizationPlan plan, IEnumerable<IReadOnlyDictionary<string, Tensor>> batches, CalibrationMethod method)
    {
        var histograms = plan.Values.ToDictionary(v => v, _ => new RangeHistogram());
        using var executor = new GraphExecutor(graph);
        foreach (IReadOnlyDictionary<string, Tensor> batch in batches)
        {
            using TensorScope scope = TensorScope.Begin();
            foreach ((string name, Tensor input) in batch)
            {
                See(name, input);
            }

            executor.Run(batch, new RunOptions { Fuse = false, Observe = (_, name, tensor) => See(name, tensor) });
        }

        var scales = new Dictionary<string, ActivationScale>();
        foreach (string value in plan.Values)
        {
            (float low, float high) = RangeChoice.Choose(histograms[value], method);
            scales[value] = plan.SameAs.TryGetValue(value, out string? source) && scales.TryGetValue(source, out ActivationScale same) ? same : ActivationScale.FromRange(low, high);
        }

        return scales;

        unsafe void See(string name, Tensor tensor)
        {
            if (histograms.TryGetValue(name, out RangeHistogram? histogram) && tensor.DType == DType.Float32)
            {
                histogram.Add(new ReadOnlySpan<float>(tensor.Pointer, tensor.Count));
            }
        }
    }
}
