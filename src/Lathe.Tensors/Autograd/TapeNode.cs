namespace Lathe.Tensors.Autograd;

/// <summary>
/// One recorded function: what it saved, and how a gradient of its outputs becomes one of its inputs. Derive from it to make
/// a differentiable function of one's own.
/// </summary>
public abstract class TapeNode
{
    private readonly List<Tensor> _saved = [];

    internal int[] InputSlots { get; set; } = [];

    internal int[] OutputSlots { get; set; } = [];

    /// <summary>The name of the function in messages.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// Computes gradients of the inputs and hands each to <see cref="GradientSink.Accumulate"/>. A null output gradient is zero.
    /// Gradients arrive in any memory layout.
    /// </summary>
    public abstract void Backward(ReadOnlySpan<Tensor?> outputGradients, GradientSink inputs);

    /// <summary>Keeps a tensor's data alive until the backward pass has used it.</summary>
    protected Tensor Save(Tensor tensor)
    {
        Tensor saved = tensor.Retain();
        _saved.Add(saved);
        return saved;
    }

    internal void ReleaseSaved()
    {
        foreach (Tensor tensor in _saved)
        {
            tensor.Dispose();
        }

        _saved.Clear();
    }
}
