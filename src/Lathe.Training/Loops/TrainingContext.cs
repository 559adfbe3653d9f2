using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Optimizers;

namespace Lathe.Training.Loops;

/// <summary>What a callback may look at, change and ask for.</summary>
public sealed class TrainingContext
{
    private readonly Optimizer _optimizer;

    internal TrainingContext(ParameterStore parameters, IReadOnlyList<EpochResult> history, Optimizer optimizer, int steps)
    {
        (Parameters, History, _optimizer, Steps) = (parameters, history, optimizer, steps);
        Learned = [.. parameters.Learned];
    }

    /// <summary>The parameters as they are now.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The parameters training moves, in ordinal order of their names.</summary>
    public IReadOnlyList<Tensor> Learned { get; }

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochResult> History { get; }

    /// <summary>The present step of the whole run, from 0; before the first step, the one that comes.</summary>
    public int Step { get; internal set; }

    /// <summary>Steps of the whole run.</summary>
    public int Steps { get; }

    /// <summary>Learning rate of the present step.</summary>
    public float Rate { get; internal set; }

    /// <summary>True once somebody asked to stop.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>The values of a parameter, row-major and in place.</summary>
    public Span<float> Value(string name) => Parameters.All[name].AsSpan<float>();

    /// <summary>The gradient of a parameter in this step, row-major and in place; empty when the loss does not reach it.</summary>
    public Span<float> Gradient(string name) => Parameters.All[name].Gradient is { } gradient ? gradient.AsSpan<float>() : default;

    /// <summary>What the optimizer remembers of a parameter (momentum, moments), each of its size and in place; empty before its first update.</summary>
    public IReadOnlyList<Tensor> Memory(string name) => _optimizer.Memory(name);

    /// <summary>Ends the training after the present epoch.</summary>
    public void RequestStop() => StopRequested = true;
}
