using Lathe.Tensors;

namespace Lathe.Training.Losses;

/// <summary>Cross-entropy with label smoothing (Szegedy et al. 2016).</summary>
public sealed class CrossEntropyLoss(float smoothing = 0) : ILoss
{
    /// <inheritdoc/>
    public Tensor Compute(Tensor input, Tensor logits, Tensor labels) => Functions.CrossEntropy(logits, labels, smoothing);
}
