using Lathe.Graph;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Compression.Quantization;

/// <summary>Post-training static quantization to 8 bits (Jacob et al. 2018; Krishnamoorthi 2018).</summary>
public static class StaticQuantizer
{
    /// <summary>The graph as it is quantized: constants folded, batch normalisation in the weights.</summary>
    public static ModelGraph Prepare(ModelGraph graph)
    {
        graph = new FoldConstants().Run(graph);
        graph = new RemoveIdentities().Run(graph);
        graph = new FoldBatchNorm().Run(graph);
        return new RemoveDeadNodes().Run(graph);
    }

    /// <summary>Quantizes a network; the result runs in integers where ONNX Runtime has kernels.</summary>
    public static ModelGraph Quantize(ModelGraph graph, IEnumerable<IReadOnlyDictionary<string, Tensor>> calibration, QuantizeOptions options)
    {
        ModelGraph prepared = Prepare(graph);
        QuantizationPlan plan = QuantizationPlan.Of(prepared, options.Excluded, options.WeightOnly);
        IReadOnlyDictionary<string, ActivationScale> scales = ActivationCalibrator.Calibrate(prepared, plan, calibration, options.Calibration);
        return QdqWriter.Write(prepared, plan, scales, options.WeightLimit);
    }
}
