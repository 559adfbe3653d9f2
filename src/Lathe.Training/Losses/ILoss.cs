using Lathe.Tensors;

namespace Lathe.Training.Losses;

/// <summary>A scalar to be made small.</summary>
public interface ILoss
{
    /// <summary>The loss and its settings in words; a resumed run must have the same.</summary>
    string Description => GetType().Name;

    /// <summary>The mean loss of a batch.</summary>
    /// <param name="input">What the network saw, [N, C, H, W].</param>
    /// <param name="logits">What it said, [N, classes].</param>
    /// <param name="labels">The classes, i32 [N]; or binary32 [N, columns], soft labels and real targets.</param>
    Tensor Compute(Tensor input, Tensor logits, Tensor labels);
}
