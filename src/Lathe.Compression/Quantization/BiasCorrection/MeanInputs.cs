using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization.BiasCorrection;

/// <summary>The mean over samples of values inside a network, one sample's size each.</summary>
internal static class MeanInputs
{
    public static IReadOnlyDictionary<string, TensorData> Measure(ModelGraph graph, IReadOnlySet<string> values, IEnumerable<IReadOnlyDictionary<string, Tensor>> batches)
    {
        var sums = new Dictionary<string, (double[] Sum, Shape Shape, long Samples)>();
        using var executor = new GraphExecutor(graph);
        foreach (IReadOnlyDictionary<string, Tensor> batch in batches)
        {
            using TensorScope scope = TensorScope.Begin();
            foreach ((string name, Tensor tensor) in batch)
            {
                See(name, tensor);
            }

            executor.Run(batch, new RunOptions { Fuse = false, Observe = (_, name, tensor) => See(name, tensor) });
        }

        return sums.ToDictionary(s => s.Key, s => TensorData.From<float>(Array.ConvertAll(s.Value.Sum, v => (float)(v / s.Value.Samples)), s.Value.Shape));

        void See(string name, Tensor tensor)
        {
            if (!values.Contains(name))
            {
                return;
            }

            using Tensor rows = tensor.ToLayout(MemoryLayout.RowMajor);
            ReadOnlySpan<float> all = rows.AsSpan<float>();
            int each = all.Length / tensor.Shape[0];
            (double[] sum, _, long samples) = sums.TryGetValue(name, out var known) ? known : (new double[each], default, 0);
            for (int i = 0; i < all.Length; i++)
            {
                sum[i % each] += all[i];
            }

            sums[name] = (sum, tensor.Shape.With(0, 1), samples + tensor.Shape[0]);
        }
    }
}
