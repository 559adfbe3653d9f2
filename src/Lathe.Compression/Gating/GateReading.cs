using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Graph.Readings;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Gating;

/// <summary>What a gated network does with each input.</summary>
internal static class GateReading
{
    /// <summary>For each sample and gate whether it opens.</summary>
    public static bool[][] Open(ModelGraph graph, IReadOnlyList<string> logits, DataSplit data)
    {
        var open = new List<bool[]>();
        using var executor = new GraphExecutor(graph);
        foreach (Batch batch in new BatchLoader(data, Math.Min(64, data.Count)).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            var values = new Dictionary<string, float[]>();
            executor.Run(BatchTensors.Input(batch, data.Shape), new RunOptions
            {
                Fuse = false,
                Observe = (_, name, value) =>
                {
                    if (logits.Contains(name))
                    {
                        values[name] = value.ToArray<float>();
                    }
                },
            });
            open.AddRange(Enumerable.Range(0, batch.Count).Select(n => logits.Select(l => values[l][n] > 0).ToArray()));
        }

        return [.. open];
    }

    /// <summary>The multiply-accumulates of each gate's conditional channels.</summary>
    public static long[] Savings(IReadOnlyList<GatedBlock> blocks) => [.. blocks.Select(b => GraphCost.Of(b.Part(conditional: true)).Total.Macs)];
}
