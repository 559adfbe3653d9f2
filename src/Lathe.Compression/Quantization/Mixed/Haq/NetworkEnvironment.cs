using Lathe.Compression.Analysis.Sensitivity;
using Lathe.Compression.Quantization.Training;
using Lathe.Compression.Techniques;
using Lathe.Compression.Techniques.Costs;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Loops;

namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>A network whose layers get bits: rewarded for validation accuracy after rounding weights, bound by a cost model.</summary>
internal sealed class NetworkEnvironment : IBitEnvironment, IDisposable
{
    // The paper's factor between accuracy and reward.
    private const double RewardScale = 10;

    private readonly ModelGraph _graph;
    private readonly Node[] _layers;
    private readonly BitBudget _budget;
    private readonly MixedOptions _options;
    private readonly DataSplit _data;
    private readonly GraphExecutor _executor;
    private readonly Dictionary<(string Weight, int Bits), Tensor> _rounded = [];
    private readonly Dictionary<string, LayerWork> _work;
    private readonly double _before;

    public NetworkEnvironment(ModelGraph graph, IReadOnlyList<Node> layers, BitBudget budget, MixedOptions options, DataSplit data)
    {
        (_graph, _layers, _budget, _options, _data, _executor) = (graph, [.. layers], budget, options, data, new GraphExecutor(graph));
        _work = LayerWorks.Of(graph).ToDictionary(l => l.Node.Name, l => l.Work);
        _before = Evaluator.Accuracy(_executor, data);
        Choices = options.Numbers();
        Limit = budget.Limit(_layers.Select(l => l.Name));
    }

    public int Layers => _layers.Length;

    public int Features => 6;

    public IReadOnlyList<int> Choices { get; }

    public double Limit { get; }

    public float[] Describe(int layer)
    {
        Node node = _layers[layer];
        LayerWork work = _work[node.Name];
        Shape weight = _graph.Parameters[node.Inputs[QuantizableLayers.Weights(node)[0]]].Shape;
        return
        [
            (float)layer / Math.Max(1, _layers.Length - 1), Log(work.Macs, _work.Values.Max(w => w.Macs)), Log(work.Weights, _work.Values.Max(w => w.Weights)),
            Log(work.Activations, _work.Values.Max(w => w.Activations)), weight.Rank > 2 ? 1 : 0, node.Attributes.Int("group", 1) > 1 ? 1 : 0,
        ];
    }

    public double Cost(IReadOnlyList<int> bits) => _layers.Zip(bits, (l, b) => _budget.Of(l.Name, b, _options.ActivationBits(b))).Sum();

    public double Reward(IReadOnlyList<int> bits)
    {
        var weights = _layers.Zip(bits).SelectMany(p => QuantizableLayers.Weights(p.First).Select(i => (Weight: p.First.Inputs[i], Tensor: Rounded(p.First, p.First.Inputs[i], p.Second)))).DistinctBy(w => w.Weight).ToDictionary(w => w.Weight, w => w.Tensor);
        double accuracy = Evaluator.Accuracy(_executor, _data, run: new RunOptions { Parameter = (name, tensor) => weights.GetValueOrDefault(name) ?? tensor });
        return RewardScale * (accuracy - _before);
    }

    public void Dispose()
    {
        _executor.Dispose();
        foreach (Tensor tensor in _rounded.Values)
        {
            tensor.Dispose();
        }
    }

    private static float Log(long value, long most) => (float)(Math.Log(1 + value) / Math.Log(2 + most));

    private Tensor Rounded(Node layer, string weight, int bits)
    {
        if (!_rounded.TryGetValue((weight, bits), out Tensor? tensor))
        {
            TensorData data = _graph.Parameters[weight];
            _rounded[(weight, bits)] = tensor = Tensor.From<float>(SensitivityScan.Rounded(data, QuantizableLayers.Axis(layer, data), bits), data.Shape).Outlive();
        }

        return tensor;
    }
}
