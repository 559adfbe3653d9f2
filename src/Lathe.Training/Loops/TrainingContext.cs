using Lathe.Graph.Execution;

namespace Lathe.Training.Loops;

/// <summary>What a callback may look at and ask for.</summary>
public sealed class TrainingContext
{
    internal TrainingContext(ParameterStore parameters, IReadOnlyList<EpochResult> history) => (Parameters, History) = (parameters, history);

    /// <summary>The parameters as they are now.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>The epochs so far.</summary>
    public IReadOnlyList<EpochResult> History { get; }

    /// <summary>True once somebody asked to stop.</summary>
    public bool StopRequested { get; private set; }

    /// <summary>Ends the training after the present epoch.</summary>
    public void RequestStop() => StopRequested = true;
}
