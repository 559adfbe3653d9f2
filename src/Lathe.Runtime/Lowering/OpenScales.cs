using System.Collections.Immutable;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;

namespace Lathe.Runtime.Lowering;

/// <summary>Finds scales for what a quantized model leaves in floating point, its outputs above all, from what it is on calibration data.</summary>
public static class OpenScales
{
    private const int Steps = 255;

    /// <summary>The values given or made by operators and quantized by nothing.</summary>
    public static IReadOnlyList<string> Of(ModelGraph model)
    {
        var index = new GraphIndex(model);
        IEnumerable<string> made = model.Nodes.Where(n => n.OpType is not ("QuantizeLinear" or "DequantizeLinear")).Select(n => n.Outputs[0]), given = model.Inputs.Where(i => i.Type == DType.Float32).Select(i => i.Name);
        return [.. made.Concat(given).Where(v => index.Consumers(v).All(r => r.OpType != "QuantizeLinear"))];
    }

    /// <summary>Runs the model and takes the range from the smallest to the largest value, zero included.</summary>
    /// <param name="model">The quantized model.</param>
    /// <param name="batches">Inputs by name.</param>
    public static ImmutableDictionary<string, CodeScale> Measure(ModelGraph model, IEnumerable<IReadOnlyDictionary<string, Tensor>> batches)
    {
        HashSet<string> open = [.. Of(model)];
        var ranges = new Dictionary<string, (float Low, float High)>();
        using var executor = new GraphExecutor(model);
        foreach (IReadOnlyDictionary<string, Tensor> batch in open.Count == 0 ? [] : batches)
        {
            using TensorScope scope = TensorScope.Begin();
            foreach ((string name, Tensor tensor) in batch)
            {
                See(name, tensor);
            }

            executor.Run(batch, new RunOptions { Fuse = false, Observe = (_, name, tensor) => See(name, tensor) });
        }

        return ranges.ToImmutableDictionary(r => r.Key, r => Scale(r.Value.Low, r.Value.High));

        void See(string name, Tensor tensor)
        {
            if (open.Contains(name) && tensor is { DType: DType.Float32, Count: > 0 })
            {
                float[] values = tensor.ToArray<float>();
                (float low, float high) = ranges.GetValueOrDefault(name);
                ranges[name] = (Math.Min(low, values.Min()), Math.Max(high, values.Max()));
            }
        }
    }

    private static CodeScale Scale(double low, double high)
    {
        double scale = Math.Max((high - low) / Steps, 1e-8);
        return new CodeScale(scale, (int)Math.Clamp(Math.Round(-low / scale) + sbyte.MinValue, sbyte.MinValue, sbyte.MaxValue));
    }
}
