using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Quantization.Inputs;

/// <summary>Validation samples for measurements, one batch at a time.</summary>
public static class CalibrationFeed
{
    private const int Batch = 32;
    private const int FewSamples = 64;

    /// <summary>The first samples of the validation data; few of them in quick runs.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, Tensor>> Of(ModelGraph graph, TechniqueContext context, int samples)
    {
        foreach (Batch batch in new BatchLoader(context.Data.Validation.Take(context.Quick ? Math.Min(samples, FewSamples) : samples), Batch).Epoch(default, shuffle: false))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            using Tensor input = BatchTensors.Input(batch, context.Data.Validation.Shape);
            yield return new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = input };
        }
    }
}
