using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Optimizers;

namespace Lathe.Training.Loops;

/// <summary>One optimizer step: forward and backward of every part of a batch, then the update.</summary>
internal sealed class TrainingStep
{
    private readonly TrainerOptions _options;
    private readonly GraphExecutor _executor;
    private readonly Optimizer _optimizer;
    private readonly LossScaler _scaler;
    private readonly Tensor[] _learned;
    private readonly Shape _sample;
    private readonly bool _counts;
    private readonly ILoss _loss;
    private readonly RunOptions _run;

    public TrainingStep(TrainerOptions options, GraphExecutor executor, Optimizer optimizer, LossScaler scaler, DataSplit data)
    {
        (_options, _executor, _optimizer, _scaler, _sample, _counts) = (options, executor, optimizer, scaler, data.Shape, !data.IsDetection);
        _learned = [.. executor.Parameters.Learned];
        _loss = Loss(options, data);
        _run = (options.Products == DType.Float16 ? HalfPrecision.Apply(options.Run) : options.Run) with { Training = true };
    }

    /// <summary>The loss in force: the one asked for, or what the data calls for.</summary>
    public static ILoss Loss(TrainerOptions options, DataSplit data) => options.Loss ?? UsualLoss.Of(data);

    /// <summary>Takes the step.</summary>
    /// <returns>Mean loss, samples right, and whether the weights moved.</returns>
    public (double Loss, int Right, bool Moved) Run(Batch batch, TrainingContext context, RandomKey key)
    {
        double loss = 0;
        int right = 0, parts = Math.Min(_options.MicroBatches, batch.Count);
        for (int p = 0; p < parts; p++)
        {
            int first = (int)((long)batch.Count * p / parts), end = (int)((long)batch.Count * (p + 1) / parts);
            (double partLoss, int partRight) = Part(batch, first, end - first, parts == 1 ? key : key.Fold((ulong)p));
            loss += partLoss * (end - first) / batch.Count;
            right += partRight;
        }

        bool moved = Update(loss, context);
        _executor.Parameters.ClearGradients();
        return (loss, right, moved);
    }

    private (double Loss, int Right) Part(Batch batch, int first, int count, RandomKey key)
    {
        using TensorScope scope = TensorScope.Begin();
        using Tensor input = BatchTensors.Input(batch, _sample, first, count);
        using Tensor labels = BatchTensors.Labels(batch, first, count);
        using GradientTape tape = GradientTape.Begin();
        tape.CheckNumerics = _options.CheckNumerics;
        Tensor logits = _executor.Run(input, _run with { Key = key });
        Tensor loss = _loss.Compute(input, logits, labels);
        int each = batch.Labels.Length / batch.Count;
        int right = _counts ? Evaluator.Right(logits, batch.Labels.AsSpan(first * each, count * each)) : 0;
        float seed = _scaler.Scale * count / batch.Count;
        tape.Backward(loss, seed == 1 ? null : Tensor.Full(loss.Shape, seed));
        return (loss.Item(), right);
    }

    private bool Update(double loss, TrainingContext context)
    {
        float scale = _scaler.Scale;
        bool clips = _options.ClipNorm > 0;
        double norm = clips || _options.Products == DType.Float16 ? GradientNorm.Of(_learned) / scale : 0;
        if (!_scaler.Accept(norm, loss, context.Rate))
        {
            return false;
        }

        if (_options.Callbacks.Count > 0)
        {
            Arrange(scale);
            Tell(callback => callback.BeforeUpdate(context));
            (scale, norm) = (1, clips ? GradientNorm.Of(_learned) : 0);
        }

        float clip = clips && norm > _options.ClipNorm ? (float)(_options.ClipNorm / norm) : 1;
        _optimizer.Step(_learned, context.Rate, clip / scale);
        Tell(callback => callback.AfterUpdate(context));
        return true;
    }

    // Callbacks see the gradients of the loss itself, in the order of the weights.
    private void Arrange(float scale)
    {
        foreach (Tensor parameter in _learned)
        {
            if (parameter.Gradient is not { } gradient)
            {
                continue;
            }

            Tensor rows = parameter.Gradient = gradient.ToLayout(MemoryLayout.RowMajor).Outlive();
            gradient.Dispose();
            Span<float> values = rows.AsSpan<float>();
            for (int i = 0; scale != 1 && i < values.Length; i++)
            {
                values[i] /= scale;
            }
        }
    }

    private void Tell(Action<ITrainingCallback> tell)
    {
        foreach (ITrainingCallback callback in _options.Callbacks)
        {
            tell(callback);
        }
    }
}
