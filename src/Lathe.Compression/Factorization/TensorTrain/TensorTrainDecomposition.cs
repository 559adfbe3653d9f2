using Lathe.Compression.Factorization.Layers;
using Lathe.Compression.Techniques;

namespace Lathe.Compression.Factorization.TensorTrain;

/// <summary>Dense layers as trains of small tensors.</summary>
public sealed class TensorTrainDecomposition : Factorizer<TensorTrainOptions>
{
    /// <inheritdoc/>
    public override TechniqueInfo Info { get; } = Describe("tensor-train") with
    {
        Summary = "Write a dense layer as a train of small tensors, each taking some of the inputs to some of the outputs.",
        Paper = "Novikov et al. 2015, Tensorizing Neural Networks, arXiv:1509.06569",
        Page = "factorization.md#tensor-train",
    };

    /// <inheritdoc/>
    protected override Preparation Prepare(LinearLayer layer, TensorTrainOptions options) => !layer.IsDense ? default
        : layer.InputType.Shape.Rank != 2 ? Preparation.Impossible($"it reads {layer.InputType.Shape}; trains take one vector a sample")
        : new TrainFactoring(layer, options.Cores);
}
