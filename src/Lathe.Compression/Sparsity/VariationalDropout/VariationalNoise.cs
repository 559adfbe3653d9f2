using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Loops;

namespace Lathe.Compression.Sparsity.VariationalDropout;

/// <summary>Trains a variance for every weight beside the weights: noise in the forward run, the prior's pull in the gradients, Adam for the variances.</summary>
internal sealed class VariationalNoise : ITrainingCallback, IDisposable
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8, Lowest = -20;
    private readonly Dictionary<string, (string Input, string Weight)> _layers = [];
    private readonly Dictionary<string, Tensor> _logVariances = [];
    private readonly Dictionary<string, (double[] First, double[] Second)> _moments = [];
    private readonly Dictionary<string, Tensor> _inputs = [];
    private readonly VariationalOptions _options;
    private readonly double _samples;
    private readonly RandomKey _key;
    private int _step;
    private int _draw;

    public VariationalNoise(ModelGraph graph, IReadOnlyCollection<string> weights, VariationalOptions options, int samples, RandomKey key)
    {
        (_options, _samples, _key) = (options, samples, key);
        foreach (Node layer in graph.Nodes.Where(n => n.Input(1) is { } w && weights.Contains(w)))
        {
            Tensor start = Tensor.Full(graph.Parameters[layer.Inputs[1]].Shape, options.Start).Outlive();
            start.RequiresGradient = true;
            _logVariances[layer.Inputs[1]] = start;
            _moments[layer.Inputs[1]] = (new double[start.Count], new double[start.Count]);
            _layers[layer.Outputs[0]] = (layer.Inputs[0], layer.Inputs[1]);
        }
    }

    public string Description => $"variational dropout of {_logVariances.Count} weights, {_options}, {_samples} samples, {_key.Value:x16}";

    /// <summary>The forward hooks.</summary>
    public RunOptions Hooks => new() { Input = (name, value) => Keep(name, value), Transform = Transform, Watched = _layers.Keys.ToHashSet() };

    /// <summary>Log alpha of every element of a weight.</summary>
    public double[] LogAlphas(string weight, ReadOnlySpan<float> values)
    {
        Span<float> logs = _logVariances[weight].AsSpan<float>();
        double[] alphas = new double[values.Length];
        for (int i = 0; i < alphas.Length; i++)
        {
            alphas[i] = LogUniformPrior.LogAlpha(values[i], logs[i]);
        }

        return alphas;
    }

    public void Started(TrainingContext context) => _step = context.Step;

    public void BeforeUpdate(TrainingContext context)
    {
        double pull = Math.Min(1, (context.Step + 1) / Math.Max(1, _options.Warm * context.Steps)) / _samples;
        foreach ((string name, Tensor logs) in _logVariances)
        {
            Move(logs, _moments[name], context.Value(name), context.Gradient(name), pull, context.Step + 1);
            logs.Gradient?.Dispose();
            logs.Gradient = null;
        }
    }

    public void StepEnded(TrainingContext context, TrainingProgress progress) => (_step, _draw) = (context.Step + 1, 0);

    public IReadOnlyDictionary<string, float[]> SaveState()
    {
        var state = new Dictionary<string, float[]>();
        foreach ((string name, Tensor logs) in _logVariances)
        {
            state["log-variance/" + name] = logs.ToArray<float>();
            state["first/" + name] = Array.ConvertAll(_moments[name].First, v => (float)v);
            state["second/" + name] = Array.ConvertAll(_moments[name].Second, v => (float)v);
        }

        return state;
    }

    public void LoadState(IReadOnlyDictionary<string, float[]> state)
    {
        foreach ((string name, Tensor logs) in _logVariances)
        {
            state["log-variance/" + name].CopyTo(logs.AsSpan<float>());
            _moments[name] = (Array.ConvertAll(state["first/" + name], v => (double)v), Array.ConvertAll(state["second/" + name], v => (double)v));
        }
    }

    public void Dispose()
    {
        foreach (Tensor logs in _logVariances.Values)
        {
            logs.Gradient?.Dispose();
            logs.Dispose();
        }
    }

    // Values are alive until their last reader has run, and the layer is one of them.
    private Tensor Keep(string name, Tensor value) => _inputs[name] = value;

    private Tensor Transform(Node node, string name, Tensor value)
    {
        if (_layers.TryGetValue(name, out (string Input, string Weight) layer) && GradientTape.Wants(value))
        {
            Tensor noisy = NoisyLayer.Apply(node, _inputs[layer.Input], value, _logVariances[layer.Weight], _key.Fold(name).Fold((ulong)_step).Fold((ulong)_draw++));
            value.Dispose();
            value = noisy;
        }

        return Keep(name, value);
    }

    private void Move(Tensor logs, (double[] First, double[] Second) moments, Span<float> weights, Span<float> gradients, double pull, int updates)
    {
        Span<float> values = logs.AsSpan<float>();
        float[] own = logs.Gradient?.ToArray<float>() ?? new float[values.Length];
        double first = 1 - Math.Pow(Beta1, updates), second = 1 - Math.Pow(Beta2, updates);
        for (int i = 0; i < values.Length; i++)
        {
            double alpha = LogUniformPrior.LogAlpha(weights[i], values[i]), slope = alpha is > -8 and < 8 ? LogUniformPrior.Slope(alpha) * pull : 0;
            if (gradients.Length > 0)
            {
                gradients[i] += (float)(slope * LogUniformPrior.ByWeight(weights[i]));
            }

            // Moments are kept at the precision a checkpoint has.
            double g = own[i] + slope;
            moments.First[i] = (float)((Beta1 * moments.First[i]) + ((1 - Beta1) * g));
            moments.Second[i] = (float)((Beta2 * moments.Second[i]) + ((1 - Beta2) * g * g));
            values[i] = (float)Math.Clamp(values[i] - (_options.NoiseRate * (moments.First[i] / first) / (Math.Sqrt(moments.Second[i] / second) + Epsilon)), Lowest, 4);
        }
    }
}
