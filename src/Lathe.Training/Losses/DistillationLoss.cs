using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;

namespace Lathe.Training.Losses;

/// <summary>
/// Distillation (Hinton et al. 2015): <c>alpha T^2 KL(softmax(teacher / T) || softmax(student / T)) + (1 - alpha) CE(student, labels)</c>.
/// </summary>
public sealed class DistillationLoss(Func<Tensor, Tensor> teacher, string name, float temperature = 4, float alpha = 0.7f) : ILoss
{
    /// <summary>Learns from a graph.</summary>
    public DistillationLoss(GraphExecutor teacher, float temperature = 4, float alpha = 0.7f)
        : this(input => teacher.Run(input), teacher.Graph.Name, temperature, alpha)
    {
    }

    /// <inheritdoc/>
    public string Description => $"distillation from {name} with temperature {temperature} and alpha {alpha}";

    /// <inheritdoc/>
    public Tensor Compute(Tensor input, Tensor logits, Tensor labels)
    {
        Tensor target;
        using (GradientTape.Pause())
        {
            target = Functions.Softmax(Functions.Affine(teacher(input), 1 / temperature, 0));
        }

        Tensor student = Functions.LogSoftmax(Functions.Affine(logits, 1 / temperature, 0));

        // The teacher's own entropy is constant: cross-entropy has the gradient of the divergence.
        Tensor soft = Functions.Affine(Functions.Sum(Functions.Multiply(target, student), []), -alpha * temperature * temperature / logits.Shape[0], 0);
        return Functions.Add(soft, Functions.Affine(CrossEntropyLoss.Of(logits, labels), 1 - alpha, 0));
    }
}
