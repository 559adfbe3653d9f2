using Lathe.Compression.Quantization;
using Lathe.Graph;
using Lathe.Hardware;
using Lathe.Onnx;
using Lathe.Pipeline.Deployment;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Pipeline.Exporting;

/// <summary>Writes a model that belongs to no run.</summary>
public static class ModelExport
{
    private const int CalibrationSamples = 512;

    /// <summary>Writes it as ONNX, operator set 17, constants folded and batch normalisation in the weights.</summary>
    public static void Onnx(ModelGraph graph, string target) => Save(StaticQuantizer.Prepare(graph), target);

    /// <summary>Writes it as ONNX, operator set 17, every node and tensor as it is.</summary>
    public static void OnnxAsItIs(ModelGraph graph, string target) => Save(graph, target);

    /// <summary>Writes it as a bundle that decodes to the identical network.</summary>
    /// <returns>The size of the file in bytes.</returns>
    public static int Bundle(ModelGraph graph, string target)
    {
        byte[] bytes = Compression.Bundles.Bundle.ToBytes(graph);
        NewPath.Write(target, stream => stream.Write(bytes));
        return bytes.Length;
    }

    /// <summary>Quantizes it after training, every layer, and writes it.</summary>
    /// <param name="graph">A network in floating point.</param>
    /// <param name="data">The data set to calibrate with; its validation part is read.</param>
    /// <param name="target">The file to write.</param>
    public static void Quantized(ModelGraph graph, string data, string target)
    {
        Dataset set = DatasetCatalog.Open(data, RandomKey.FromSeed(0).Fold("split"));
        int limit = MachineDescription.Detect().HasIntegerDotProducts ? WeightQuantizer.FullLimit : new QuantizeOptions().WeightLimit;
        ModelGraph prepared = StaticQuantizer.Prepare(graph);
        Save(StaticQuantizer.Quantize(prepared, CalibrationBatches.From(prepared, set.Validation, CalibrationSamples), new QuantizeOptions { WeightLimit = limit }), target);
    }

    private static void Save(ModelGraph graph, string target)
    {
        byte[] bytes = OnnxModel.ToBytes(graph);
        NewPath.Write(target, stream => stream.Write(bytes));
    }
}
