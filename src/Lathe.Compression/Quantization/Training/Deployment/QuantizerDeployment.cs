using Lathe.Graph;
using Lathe.Graph.Ops.Quantizers;
using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Compression.Quantization.Training.Deployment;

/// <summary>Takes the quantizers out of a trained network: what computes the same with standard operators.</summary>
public static class QuantizerDeployment
{
    /// <summary>
    /// The network with its weights on their grids and its activations in floating point; signs stay, because the network is nothing without
    /// them. Normalisation is still a node of its own.
    /// </summary>
    public static ModelGraph Float(ModelGraph trained)
    {
        (ModelGraph snapped, IReadOnlyDictionary<string, QuantizerGrid> grids) = WeightSnapping.Run(trained);
        return GraphVerifier.Verify(new RemoveDeadNodes().Run(ActivationLowering.Run(snapped, grids, keepUniform: false)));
    }

    /// <summary>The network as it is deployed: weights on their grids, as bytes where they have 8 bits; activations rounded as in training.</summary>
    public static ModelGraph Coded(ModelGraph trained)
    {
        (ModelGraph snapped, IReadOnlyDictionary<string, QuantizerGrid> grids) = WeightSnapping.Run(trained);
        ModelGraph folded = StaticQuantizer.Prepare(ActivationLowering.Run(snapped, grids, keepUniform: true));
        return GraphVerifier.Verify(new RemoveDeadNodes().Run(ByteWeights.Run(folded, snapped.Parameters, grids)));
    }
}
