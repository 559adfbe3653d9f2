using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Analysis.Quantization;

/// <summary>How many activations of a quantizer lie beyond its codes.</summary>
/// <param name="Value">What is quantized.</param>
/// <param name="Below">Share of the values below the smallest code, by more than half a step; zeros of a rectifier do not count.</param>
/// <param name="Above">Share above the largest code.</param>
/// <param name="Unused">Share of the codes that never occur.</param>
internal sealed record Saturation(string Value, double Below, double Above, double Unused)
{
    /// <summary>Reads every QuantizeLinear of activations.</summary>
    public static IReadOnlyList<Saturation> Read(ModelGraph quantized, DataSplit data)
    {
        Node[] quantizers = [.. quantized.Nodes.Where(n => n.OpType == "QuantizeLinear" && quantized.Parameters.TryGetValue(n.Inputs[1], out TensorData? scale) && scale.Count == 1)];
        var counts = quantizers.ToDictionary(n => n, _ => new Counts());
        var readers = quantizers.ToLookup(n => n.Inputs[0]);
        using var executor = new GraphExecutor(quantized);
        foreach (Batch batch in new BatchLoader(data, Math.Min(64, Math.Max(1, data.Count))).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor input = BatchTensors.Input(batch, data.Shape);
            See(quantized.Inputs[0].Name, input);
            executor.Run(input, new RunOptions { Fuse = false, Observe = (_, name, tensor) => See(name, tensor) });
        }

        return [.. quantizers.Select(n => counts[n].Result(n.Inputs[0], Codes(n).High - Codes(n).Low + 1))];

        void See(string name, Tensor tensor)
        {
            foreach (Node node in tensor.DType == DType.Float32 ? readers[name] : [])
            {
                counts[node].Add(tensor.ToArray<float>(), quantized.Parameters[node.Inputs[1]].ToFloats()[0], Codes(node));
            }
        }

        (int Low, int High) Codes(Node node)
        {
            TensorData? zero = node.Input(2) is { } name ? quantized.Parameters.GetValueOrDefault(name) : null;
            int offset = zero is null ? 0 : (int)zero.ToIntegers()[0];
            return zero?.Type switch
            {
                DType.Int8 => (sbyte.MinValue - offset, sbyte.MaxValue - offset),
                DType.Int16 => (short.MinValue - offset, short.MaxValue - offset),
                DType.UInt16 => (-offset, ushort.MaxValue - offset),
                _ => (-offset, byte.MaxValue - offset),
            };
        }
    }

    private sealed class Counts
    {
        private readonly HashSet<int> _codes = [];
        private long _below;
        private long _above;
        private long _all;

        public void Add(float[] values, float scale, (int Low, int High) codes)
        {
            foreach (float value in values)
            {
                double place = (double)value / scale;
                _below += place < codes.Low - 0.5 ? 1 : 0;
                _above += place > codes.High + 0.5 ? 1 : 0;
                _codes.Add((int)Math.Clamp(Math.Round(place), codes.Low, codes.High));
            }

            _all += values.Length;
        }

        public Saturation Result(string value, int codes) => new(value, (double)_below / Math.Max(1, _all), (double)_above / Math.Max(1, _all), 1 - ((double)_codes.Count / codes));
    }
}
