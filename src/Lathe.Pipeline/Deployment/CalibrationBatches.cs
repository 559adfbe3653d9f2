using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Pipeline.Deployment;

/// <summary>Validation images as calibration input, one batch at a time.</summary>
public static class CalibrationBatches
{
    /// <summary>The first samples of a split.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, Tensor>> From(ModelGraph graph, DataSplit data, int samples, int batch = 32)
    {
        foreach (Batch images in new BatchLoader(data.Take(samples), batch).Epoch(default, shuffle: false))
        {
            using Tensor input = BatchTensors.Input(images, data.Shape);
            yield return new Dictionary<string, Tensor> { [graph.Inputs[0].Name] = input };
        }
    }
}
