using Lathe.Graph;
using Lathe.Hardware.Analytic;
using Lathe.Hardware.Devices;

namespace Lathe.Pipeline.Targets;

/// <summary>A network as it is deployed.</summary>
/// <param name="Name">The variant.</param>
/// <param name="Graph">The network.</param>
/// <param name="Onnx">Its ONNX bytes.</param>
internal sealed record DeployedForm(string Name, ModelGraph Graph, byte[] Onnx)
{
    /// <summary>How a device would run it: in integers where its activations are quantized, else in 32 bits with weights as wide as they are stored.</summary>
    public CostOptions Options => Graph.Nodes.Any(n => n.OpType is "QuantizeLinear" or "QLinearConv" or "QLinearMatMul" or "DynamicQuantizeLinear")
        ? new CostOptions { Precision = Precision.I8 }
        : new CostOptions { Precision = Precision.F32, WeightBits = (int)Math.Clamp(Math.Round(8.0 * Graph.ParameterBytes / Math.Max(1, Graph.ParameterCount)), 1, 32) };
}
