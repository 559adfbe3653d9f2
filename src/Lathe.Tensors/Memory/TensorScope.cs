namespace Lathe.Tensors;

/// <summary>
/// Frees the tensors made while it is open: <c>using var scope = TensorScope.Begin();</c>. What must outlive it is moved out
/// with <see cref="MoveOut"/>. Scopes nest and belong to one thread.
/// </summary>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? s_current;

    private readonly TensorScope? _parent;
    private readonly List<Tensor> _tensors = [];
    private bool _closed;

    private TensorScope(TensorScope? parent) => _parent = parent;

    internal static TensorScope? Current => s_current;

    /// <summary>Opens a scope on this thread.</summary>
    public static TensorScope Begin() => s_current = new TensorScope(s_current);

    /// <summary>Hands a tensor to the surrounding scope, or to the caller where there is none.</summary>
    /// <returns>The tensor itself.</returns>
    public Tensor MoveOut(Tensor tensor)
    {
        tensor.Scope = null;
        _parent?.Register(tensor);
        return tensor;
    }

    /// <summary>Frees what was not moved out and returns to the surrounding scope.</summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        foreach (Tensor tensor in _tensors)
        {
            if (tensor.Scope == this)
            {
                tensor.Scope = null;
                tensor.Dispose();
            }
        }

        s_current = _parent;
    }

    internal void Register(Tensor tensor)
    {
        tensor.Scope = this;
        _tensors.Add(tensor);
    }
}
