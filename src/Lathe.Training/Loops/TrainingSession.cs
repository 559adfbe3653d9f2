using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Training.Checkpoints;
using Lathe.Training.Data;
using Lathe.Training.Optimizers;
using Lathe.Tensors;

namespace Lathe.Training.Loops;

/// <summary>What a training run holds, and how it is kept and put back.</summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly TrainerOptions _options;
    private readonly SortedDictionary<string, string> _settings;

    public TrainingSession(TrainerOptions options, ModelGraph graph, Dataset data)
    {
        _options = options;
        Parameters = new ParameterStore(graph);
        Executor = new GraphExecutor(graph, Parameters);
        Optimizer = OptimizerCatalog.Create(options.Optimizer, options.WeightDecay, options.Momentum, options.Groups);
        Average = options.Averaging > 0 ? new WeightAverage(Parameters, options.Averaging) : null;
        Scaler = new LossScaler(options.Products == DType.Float16 ? options.LossScaling : null);
        Step = new TrainingStep(options, Executor, Optimizer, Scaler, data.Train);
        _settings = RunSettings.Of(options, data);
    }

    public ParameterStore Parameters { get; }

    public GraphExecutor Executor { get; }

    public Optimizer Optimizer { get; }

    public WeightAverage? Average { get; }

    public BestWeights Best { get; } = new();

    public LossScaler Scaler { get; }

    public TrainingStep Step { get; }

    public List<EpochResult> History { get; } = [];

    public TrainingPosition Position { get; set; } = new();

    /// <summary>Puts back what a checkpoint holds, if there is one.</summary>
    public void Resume()
    {
        if (_options.Checkpoint is not { } path || TrainingCheckpoint.TryLoad(path) is not { } saved)
        {
            return;
        }

        RunSettings.Compare(path, saved.Settings, _settings);
        CheckpointTensors.Restore(path, saved.Under("parameter/"), Parameters.All);
        Dictionary<string, byte[][]> state = saved.Under("optimizer/").GroupBy(t => t.Key[..Math.Max(0, t.Key.LastIndexOf('/'))])
            .ToDictionary(g => g.Key, g => g.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Value.Bytes.ToArray()).ToArray());
        Optimizer.Load(saved.Position.Updates, state, Parameters.All);
        if (Average is not null)
        {
            CheckpointTensors.Restore(path, saved.Under("average/"), Average.Averages.ToDictionary(a => a.Name, a => a.Average));
        }

        for (int i = 0; i < _options.Callbacks.Count; i++)
        {
            _options.Callbacks[i].LoadState(saved.Under($"callback/{i}/").ToDictionary(t => t.Key, t => t.Value.ToFloats()));
        }

        Best.Parameters = saved.Under("best/");
        History.AddRange(saved.History);
        Position = saved.Position;
        (Scaler.Scale, Scaler.Good) = (saved.Position.Scale, saved.Position.GoodSteps);
    }

    /// <summary>Keeps everything.</summary>
    public void Save()
    {
        if (_options.Checkpoint is not { } path)
        {
            return;
        }

        var tensors = new Dictionary<string, TensorData>();
        foreach ((string name, Tensor tensor) in Parameters.All)
        {
            tensors["parameter/" + name] = TensorData.From(tensor);
        }

        foreach ((string name, byte[][] state) in Optimizer.Save())
        {
            for (int i = 0; i < state.Length; i++)
            {
                tensors[$"optimizer/{name}/{i}"] = new TensorData(DType.Float32, Parameters.All[name].Shape, state[i]);
            }
        }

        foreach ((string name, Tensor average) in Average?.Averages ?? [])
        {
            tensors["average/" + name] = TensorData.From(average);
        }

        for (int i = 0; i < _options.Callbacks.Count; i++)
        {
            foreach ((string name, float[] state) in _options.Callbacks[i].SaveState())
            {
                tensors[$"callback/{i}/{name}"] = TensorData.From<float>(state, new Shape(state.Length));
            }
        }

        foreach ((string name, TensorData best) in Best.Parameters)
        {
            tensors["best/" + name] = best;
        }

        TrainingPosition position = Position with { Updates = Optimizer.Steps, Scale = Scaler.Scale, GoodSteps = Scaler.Good };
        new TrainingCheckpoint { Settings = _settings, Position = position, History = History, Tensors = tensors }.Save(path);
    }

    /// <summary>The network with the weights the options ask for: last, averaged, or best.</summary>
    public ModelGraph Result(ModelGraph graph)
    {
        if (_options.RestoreBest && Best.Parameters.Count > 0)
        {
            CheckpointTensors.Restore(_options.Checkpoint ?? "in memory", Best.Parameters, Parameters.All);
        }
        else
        {
            Average?.Swap();
        }

        return Parameters.Snapshot(graph);
    }

    public void Dispose()
    {
        Average?.Dispose();
        Optimizer.Dispose();
        Executor.Dispose();
        Parameters.Dispose();
    }
}
