using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Loops;

namespace Lathe.Compression.Analysis.Quantization;

/// <summary>
/// Inputs changed so that a network errs: FGSM (Goodfellow et al. 2015) takes one step <c>epsilon sign(gradient)</c>, PGD (Madry et al. 2018) several smaller
/// ones from a random start, each time back within epsilon.
/// </summary>
public sealed class Attack : IDisposable
{
    // PGD's steps together reach two and a half times as far as allowed.
    private const float Overreach = 2.5f;

    private readonly GraphExecutor _source;
    private readonly float _epsilon;
    private readonly int _steps;
    private readonly RandomKey _key;
    private readonly CrossEntropyLoss _loss = new();

    /// <summary>Prepares an attack.</summary>
    /// <param name="source">The network whose gradients are followed.</param>
    /// <param name="epsilon">Largest change of an input.</param>
    /// <param name="steps">1 for FGSM, more for PGD.</param>
    /// <param name="key">Randomness of PGD's start.</param>
    public Attack(ModelGraph source, double epsilon, int steps, RandomKey key)
    {
        (_source, _epsilon, _steps, _key) = (new GraphExecutor(source), (float)epsilon, steps, key);
        foreach (Tensor parameter in _source.Parameters.All.Values)
        {
            parameter.RequiresGradient = false;
        }
    }

    /// <summary>Accuracy of a network on the changed inputs of a split.</summary>
    public double Accuracy(GraphExecutor network, DataSplit data)
    {
        long right = 0;
        ulong drawn = 0;
        foreach (Batch batch in new BatchLoader(data, Math.Min(64, Math.Max(1, data.Count))).Epoch(default, shuffle: false))
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor changed = Change(BatchTensors.Input(batch, data.Shape), BatchTensors.Labels(batch), _key.Fold(drawn++));
            right += Evaluator.Right(network.Run(changed), batch.Labels);
        }

        return (double)right / Math.Max(1, (long)data.Count * data.LabelsEach);
    }

    /// <summary>The changed inputs; in the caller's scope.</summary>
    public Tensor Change(Tensor input, Tensor labels, RandomKey key)
    {
        float[] original = input.ToArray<float>(), now = [.. original];
        float step = _steps == 1 ? _epsilon : Overreach * _epsilon / _steps;
        for (int i = 0; _steps > 1 && i < now.Length; i++)
        {
            now[i] += _epsilon * ((2 * key.Uniform((ulong)i)) - 1);
        }

        for (int s = 0; s < _steps; s++)
        {
            float[] gradient = Gradient(now, input, labels);
            for (int i = 0; i < now.Length; i++)
            {
                now[i] = Math.Clamp(now[i] + (step * MathF.Sign(gradient[i])), original[i] - _epsilon, original[i] + _epsilon);
            }
        }

        return Tensor.From<float>(now, input.Shape).ToLayout(input.Layout);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private float[] Gradient(float[] values, Tensor like, Tensor labels)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor input = Tensor.From<float>(values, like.Shape);
        input.RequiresGradient = true;
        using GradientTape tape = GradientTape.Begin();
        tape.Backward(_loss.Compute(input, _source.Run(input, new RunOptions { Fuse = false }), labels));
        float[] gradient = input.Gradient!.ToArray<float>();
        input.Gradient.Dispose();
        return gradient;
    }
}
