using Lathe.Tensors;

namespace Lathe.Training.Losses;

/// <summary>Cross-entropy with label smoothing (Szegedy et al. 2016), of classes or of soft labels.</summary>
public sealed class CrossEntropyLoss(float smoothing = 0) : ILoss
{
    /// <inheritdoc/>
    public string Description => $"cross-entropy with smoothing {smoothing}";

    /// <inheritdoc/>
    public Tensor Compute(Tensor input, Tensor logits, Tensor labels) => Of(logits, labels, smoothing);

    /// <summary>
    /// The mean cross-entropy. Soft labels t give <c>-sum ((1 - s) t + s / classes) log softmax(logits)</c>. Logits of places of texts
    /// [N, T, classes] and of maps of one pixel [N, classes, 1, 1] are rows like any other.
    /// </summary>
    internal static Tensor Of(Tensor logits, Tensor labels, float smoothing = 0)
    {
        int count = Math.Max(1, labels.DType == DType.Int32 ? labels.Count : labels.Shape[0]), classes = logits.Count / count;
        Tensor rows = logits.Rank == 2 || logits.Count != count * classes ? logits : Functions.Reshape(logits, new Shape(count, classes));
        if (labels.DType == DType.Int32)
        {
            return Functions.CrossEntropy(rows, labels, smoothing);
        }

        if (labels.Shape != rows.Shape)
        {
            throw new ShapeException($"Soft labels {labels} do not fit logits {rows}: both are [N, classes].");
        }

        Tensor target = Functions.Affine(labels, 1 - smoothing, smoothing / classes);
        return Functions.Affine(Functions.Sum(Functions.Multiply(target, Functions.LogSoftmax(rows)), []), -1f / rows.Shape[0], 0);
    }
}
