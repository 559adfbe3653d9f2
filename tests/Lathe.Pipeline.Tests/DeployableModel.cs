using Lathe.Graph;
using Lathe.Graph.Rewriting;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Onnx;

namespace Lathe.Pipeline.Tests;

/// <summary>Real models as they are deployed: cleaned, and settled where they leave a choice to the application.</summary>
internal static class DeployableModel
{
    public static ModelGraph Load(string name)
    {
        ModelGraph graph = OnnxModel.Load(RealModels.Require(name));
        if (name.StartsWith("silero", StringComparison.Ordinal))
        {
            // Two networks in one file, chosen by the sampling rate; it is fed frames of 512 samples after 64 of context.
            graph = new BindInput("sr", TensorData.Scalar(16000L)).Run(graph);
            graph = new FixDimensions(new Dictionary<string, int> { ["sequence"] = 576, ["batch"] = 1 }).Run(graph);
        }

        return StandardPasses.PrepareForInference.Run(graph);
    }
}
