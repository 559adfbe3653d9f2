using Lathe.Tensors;

namespace Lathe.Training.Optimizers;

/// <summary>Moves parameters along their gradients; weight decay spares vectors (biases, normalisation), as is usual.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<string, Tensor[]> _state = [];

    /// <summary>Names of the state tensors kept for each parameter.</summary>
    protected abstract int StateCount { get; }

    /// <summary>Weight decay of matrices and filters.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="parameters">The learned parameters.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="gradientScale">Factor of all gradients (accumulation, clipping).</param>
    public void Step(IEnumerable<Tensor> parameters, float rate, float gradientScale = 1)
    {
        Steps++;
        foreach (Tensor parameter in parameters)
        {
            if (parameter.Gradient is { } gradient)
            {
                using Tensor rows = gradient.ToLayout(MemoryLayout.RowMajor);
                Update(parameter, rows, StateOf(parameter), rate, parameter.Rank > 1 ? WeightDecay : 0, gradientScale);
            }
        }
    }

    /// <summary>The state by parameter, for checkpoints.</summary>
    public IReadOnlyDictionary<string, byte[][]> Save() => _state.ToDictionary(s => s.Key, s => Array.ConvertAll(s.Value, t => t.ToBytes()));

    /// <summary>Restores a state.</summary>
    public void Load(int steps, IReadOnlyDictionary<string, byte[][]> state, IReadOnlyDictionary<string, Tensor> parameters)
    {
        Steps = steps;
        foreach ((string name, byte[][] tensors) in state)
        {
            _state[name] = Array.ConvertAll(tensors, bytes => Tensor.FromBytes(bytes, parameters[name].Shape, DType.Float32).Outlive());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _state.Values.SelectMany(s => s))
        {
            tensor.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Updates one parameter.</summary>
    protected abstract void Update(Tensor parameter, Tensor gradient, Tensor[] state, float rate, float decay, float gradientScale);

    private Tensor[] StateOf(Tensor parameter)
    {
        if (!_state.TryGetValue(parameter.Name, out Tensor[]? state))
        {
            _state[parameter.Name] = state = [.. Enumerable.Range(0, StateCount).Select(_ => Tensor.Zeros(parameter.Shape).Outlive())];
        }

        return state;
    }
}
