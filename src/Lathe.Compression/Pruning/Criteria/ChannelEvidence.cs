using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;

namespace Lathe.Compression.Pruning.Criteria;

/// <summary>What criteria look at: the network, gradients of the loss, samples.</summary>
public sealed class ChannelEvidence
{
    private const int Batch = 64;
    private readonly int _samples;
    private readonly Lazy<IReadOnlyDictionary<string, float[]>> _gradients;

    /// <summary>Evidence from samples, read when a criterion asks.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="data">Training samples; without them only criteria of weights work.</param>
    /// <param name="samples">How many samples are read.</param>
    /// <param name="key">Which samples, and the draw of the random control.</param>
    public ChannelEvidence(ModelGraph graph, DataSplit? data = null, int samples = 1024, RandomKey key = default)
    {
        (Graph, Data, _samples, Key) = (graph, data, samples, key);
        _gradients = new Lazy<IReadOnlyDictionary<string, float[]>>(() => GradientReader.Read(graph, Samples, Math.Max(1, samples / Batch), Batch, key));
    }

    /// <summary>Evidence from gradients that are known.</summary>
    public ChannelEvidence(ModelGraph graph, IReadOnlyDictionary<string, float[]> gradients, RandomKey key = default)
        : this(graph, key: key) => _gradients = new Lazy<IReadOnlyDictionary<string, float[]>>(gradients);

    /// <summary>The network.</summary>
    public ModelGraph Graph { get; }

    /// <summary>Training samples, if there are any.</summary>
    public DataSplit? Data { get; }

    /// <summary>Randomness.</summary>
    public RandomKey Key { get; }

    /// <summary>The mean gradient of every learned parameter.</summary>
    public IReadOnlyDictionary<string, float[]> Gradients => _gradients.Value;

    /// <summary>How many samples to look at.</summary>
    public int Count => _samples;

    /// <summary>Training samples.</summary>
    /// <exception cref="InvalidInputException">There are none.</exception>
    public DataSplit Samples => Data ?? throw new InvalidInputException("This way of ranking channels looks at gradients or activations and needs data. Give it data, or use l1, l2, fpgm or batchnorm.");

    /// <summary>Calls back with the gradients of one sample after the other.</summary>
    public void ForEachSample(int most, Action<Func<string, float[]?>> action)
    {
        ILoss loss = UsualLoss.Of(Samples);
        using var executor = new GraphExecutor(Graph);
        foreach (Batch one in new BatchLoader(Samples, 1).Epoch(Key.Fold("samples"), shuffle: true).Take(Math.Min(most, _samples)))
        {
            using (TensorScope scope = TensorScope.Begin())
            {
                using GradientTape tape = GradientTape.Begin();
                Tensor input = BatchTensors.Input(one, Samples.Shape), output = executor.Run(input, new RunOptions { Fuse = false });
                tape.Backward(loss.Compute(input, output, BatchTensors.Labels(one)));
            }

            action(name => executor.Parameters.All[name].Gradient?.ToArray<float>());
            executor.Parameters.ClearGradients();
        }
    }
}
