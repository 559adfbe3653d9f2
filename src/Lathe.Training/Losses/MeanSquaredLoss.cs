using Lathe.Tensors;

namespace Lathe.Training.Losses;

/// <summary>Mean squared error of real-valued targets, for regression and autoencoders.</summary>
public sealed class MeanSquaredLoss : ILoss
{
    /// <inheritdoc/>
    public string Description => "mean squared error";

    /// <inheritdoc/>
    public Tensor Compute(Tensor input, Tensor logits, Tensor labels)
    {
        if (labels.DType != DType.Float32 || labels.Count != logits.Count)
        {
            throw new ShapeException($"Mean squared error of outputs {logits} and targets {labels}: expects binary32 targets, one for each output.");
        }

        Tensor difference = Functions.Subtract(logits, Functions.Reshape(labels, logits.Shape));
        return Functions.Affine(Functions.Sum(Functions.Multiply(difference, difference), []), 1f / logits.Count, 0);
    }
}
