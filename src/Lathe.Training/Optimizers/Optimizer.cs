using Lathe.Tensors;

namespace Lathe.Training.Optimizers;

/// <summary>Moves parameters along their gradients; weight decay spares vectors (biases, normalisation), as is usual.</summary>
public abstract class Optimizer : IDisposable
{
    private readonly Dictionary<string, Tensor[]> _state = [];

    /// <summary>How many state tensors are kept for each parameter.</summary>
    protected abstract int StateCount { get; }

    /// <summary>Weight decay of matrices and filters.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Parameters with a decay or rate of their own; the first group that contains a name counts.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Updates every parameter that has a gradient.</summary>
    /// <param name="parameters">The learned parameters.</param>
    /// <param name="rate">The learning rate of this step.</param>
    /// <param name="gradientScale">Factor of all gradients (accumulation, clipping, loss scaling).</param>
    public void Step(IEnumerable<Tensor> parameters, float rate, float gradientScale = 1)
    {
        Steps++;
        foreach (Tensor parameter in parameters)
        {
            if (parameter.Gradient is { } gradient)
            {
                (float factor, float decay) = Treatment(parameter);
                if (factor > 0)
                {
                    using Tensor rows = gradient.ToLayout(MemoryLayout.RowMajor);
                    Update(parameter, rows, StateOf(parameter), rate * factor, decay, gradientScale);
                }
            }
        }
    }

    /// <summary>The state of one parameter; empty before its first update.</summary>
    public IReadOnlyList<Tensor> Memory(string name) => _state.TryGetValue(name, out Tensor[]? state) ? state : [];

    /// <summary>The state by parameter, for checkpoints.</summary>
    public IReadOnlyDictionary<string, byte[][]> Save() => _state.ToDictionary(s => s.Key, s => Array.ConvertAll(s.Value, t => t.ToBytes()));

    /// <summary>Restores a state.</summary>
    /// <exception cref="InvalidInputException">It is not of this optimizer and these parameters.</exception>
    public void Load(int steps, IReadOnlyDictionary<string, byte[][]> state, IReadOnlyDictionary<string, Tensor> parameters)
    {
        foreach ((string name, byte[][] tensors) in state)
        {
            if (!parameters.TryGetValue(name, out Tensor? parameter) || tensors.Length != StateCount || tensors.Any(t => t.Length != parameter.ByteSize))
            {
                throw new InvalidInputException($"The saved optimizer state of '{name}' ({tensors.Length} tensors of {string.Join(" and ", tensors.Select(t => t.Length))} bytes) does not fit {GetType().Name}, which keeps {StateCount} of each parameter's size. Delete the checkpoint to start again.");
            }
        }

        Release();
        Steps = steps;
        foreach ((string name, byte[][] tensors) in state)
        {
            _state[name] = Array.ConvertAll(tensors, bytes => Tensor.FromBytes(bytes, parameters[name].Shape, DType.Float32).Outlive());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Updates one parameter.</summary>
    protected abstract void Update(Tensor parameter, Tensor gradient, Tensor[] state, float rate, float decay, float gradientScale);

    private (float Factor, float Decay) Treatment(Tensor parameter)
    {
        float usual = parameter.Rank > 1 ? WeightDecay : 0;
        foreach (ParameterGroup group in Groups)
        {
            if (group.Contains(parameter.Name))
            {
                return (group.RateFactor, group.WeightDecay ?? usual);
            }
        }

        return (1, usual);
    }

    private Tensor[] StateOf(Tensor parameter)
    {
        if (!_state.TryGetValue(parameter.Name, out Tensor[]? state))
        {
            _state[parameter.Name] = state = [.. Enumerable.Range(0, StateCount).Select(_ => Tensor.Zeros(parameter.Shape).Outlive())];
        }

        return state;
    }

    private void Release()
    {
        foreach (Tensor tensor in _state.Values.SelectMany(s => s))
        {
            tensor.Dispose();
        }

        _state.Clear();
    }
}
