using Lathe.Compression.Quantization.Training;
using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Compression.Analysis.Hessian;

/// <summary>How strongly the loss bends along one layer's weights.</summary>
/// <param name="Layer">The node.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Count">Weights.</param>
/// <param name="Trace">The trace of the Hessian's block.</param>
/// <param name="Error">The estimate's standard error.</param>
public sealed record LayerCurvature(string Layer, string Weight, int Count, double Trace, double Error)
{
    /// <summary>Trace by weight, the sensitivity of HAWQ-V2; noise below zero counts as none.</summary>
    public double Mean => Math.Max(0, Trace) / Math.Max(1, Count);

    /// <summary>Reads the layers of a network on the first samples of a split.</summary>
    public static IReadOnlyList<LayerCurvature> Read(ModelGraph graph, DataSplit data, int draws, RandomKey key)
    {
        var layers = QuantizableLayers.Of(graph).SelectMany(l => QuantizableLayers.Weights(l).Select(i => (Layer: l.Name, Weight: l.Inputs[i]))).DistinctBy(l => l.Weight).Where(l => graph.Parameters.ContainsKey(l.Weight)).ToList();
        using var gradients = new LossGradients(graph, [.. layers.Select(l => l.Weight)], data, 64);
        (double Trace, double Error)[] traces = HutchinsonTrace.Estimate([.. layers.Select(l => graph.Parameters[l.Weight].ToFloats())], gradients.At, draws, key);
        return [.. layers.Zip(traces, (l, t) => new LayerCurvature(l.Layer, l.Weight, graph.Parameters[l.Weight].Count, t.Trace, t.Error))];
    }

    /// <summary>What rounding these weights costs, to second order: mean trace times the squared error (HAWQ-V2).</summary>
    internal double Cost(ModelGraph graph, int axis, int bits)
    {
        TensorData data = graph.Parameters[Weight];
        return Mean * Sensitivity.SensitivityScan.Rounded(data, axis, bits).Zip(data.ToFloats(), (a, b) => ((double)a - b) * (a - b)).Sum();
    }
}
