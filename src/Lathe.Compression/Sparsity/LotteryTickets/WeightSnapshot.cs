using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.LotteryTickets;

/// <summary>Takes a copy of all parameters before a step; a checkpoint holds it.</summary>
/// <param name="graph">The network that is trained.</param>
/// <param name="step">The step, from 0.</param>
internal sealed class WeightSnapshot(ModelGraph graph, int step) : ITrainingCallback
{
    private ModelGraph? _taken;

    public string Description => $"weights of step {step}";

    /// <summary>The network as it was; as it started when the step was never reached.</summary>
    public ModelGraph Taken => _taken ?? graph;

    public void BeforeUpdate(TrainingContext context)
    {
        if (context.Step == step)
        {
            _taken = context.Parameters.Snapshot(graph);
        }
    }

    public IReadOnlyDictionary<string, float[]> SaveState() =>
        Taken.Parameters.Where(p => p.Value.Type == DType.Float32).ToDictionary(p => p.Key, p => p.Value.ToFloats());

    public void LoadState(IReadOnlyDictionary<string, float[]> state) =>
        _taken = graph with { Parameters = graph.Parameters.SetItems(state.Select(s => KeyValuePair.Create(s.Key, TensorData.From<float>(s.Value, graph.Parameters[s.Key].Shape)))) };
}
