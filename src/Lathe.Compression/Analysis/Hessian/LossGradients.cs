using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;

namespace Lathe.Compression.Analysis.Hessian;

/// <summary>Gradients of the mean loss over fixed batches by some weights, at any values of them; normalisation with its running statistics.</summary>
internal sealed class LossGradients : IDisposable
{
    private readonly GraphExecutor _executor;
    private readonly IReadOnlyList<string> _weights;
    private readonly DataSplit _data;
    private readonly int _batch;
    private readonly ILoss _loss;

    public LossGradients(ModelGraph graph, IReadOnlyList<string> weights, DataSplit data, int batch)
    {
        (_executor, _weights, _data, _batch) = (new GraphExecutor(graph), weights, data, Math.Min(batch, Math.Max(1, data.Count)));
        _loss = UsualLoss.Of(data);
        foreach (Tensor parameter in _executor.Parameters.All.Values)
        {
            parameter.RequiresGradient = weights.Contains(parameter.Name);
        }
    }

    /// <summary>The gradient at given values of the weights.</summary>
    public IReadOnlyList<float[]> At(IReadOnlyList<float[]> values)
    {
        for (int i = 0; i < values.Count; i++)
        {
            values[i].CopyTo(_executor.Parameters.All[_weights[i]].AsSpan<float>());
        }

        _executor.Parameters.ClearGradients();
        foreach (Batch samples in new BatchLoader(_data, _batch).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            using GradientTape tape = GradientTape.Begin();
            Tensor input = BatchTensors.Input(samples, _data.Shape);
            Tensor loss = _loss.Compute(input, _executor.Run(input, new RunOptions { Fuse = false }), BatchTensors.Labels(samples));
            tape.Backward(loss, Tensor.Full(loss.Shape, (float)samples.Count / _data.Count));
        }

        return [.. _weights.Select(w => _executor.Parameters.All[w].Gradient?.ToArray<float>() ?? new float[_executor.Parameters.All[w].Count])];
    }

    public void Dispose() => _executor.Dispose();
}
