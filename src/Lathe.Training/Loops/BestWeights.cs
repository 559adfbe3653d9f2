using Lathe.Graph;
using Lathe.Graph.Execution;

namespace Lathe.Training.Loops;

/// <summary>The parameters at the epoch that validated best.</summary>
internal sealed class BestWeights
{
    /// <summary>The parameters, empty before the first epoch.</summary>
    public IReadOnlyDictionary<string, TensorData> Parameters { get; set; } = new Dictionary<string, TensorData>();

    /// <summary>Epochs since the score was best.</summary>
    public static int EpochsSinceBest(IReadOnlyList<EpochResult> history)
    {
        int best = 0;
        for (int i = 1; i < history.Count; i++)
        {
            best = history[i].Score > history[best].Score ? i : best;
        }

        return history.Count - 1 - best;
    }

    /// <summary>Keeps the present parameters when the last epoch is the best.</summary>
    public void Observe(ParameterStore parameters, IReadOnlyList<EpochResult> history)
    {
        if (EpochsSinceBest(history) == 0)
        {
            Parameters = parameters.All.ToDictionary(p => p.Key, p => TensorData.From(p.Value));
        }
    }
}
