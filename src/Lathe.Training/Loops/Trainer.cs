using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Tensors;
using Lathe.Tensors.Autograd;
using Lathe.Training.Checkpoints;
using Lathe.Training.Data;
using Lathe.Training.Losses;
using Lathe.Training.Optimizers;

namespace Lathe.Training.Loops;

/// <summary>Trains any graph of one image input and one output of logits.</summary>
public sealed class Trainer(TrainerOptions options, TimeProvider time)
{
    /// <summary>Trains and returns the network with its new parameters.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="data">Its data; only train and validation are read.</param>
    /// <param name="progress">Called after steps and epochs.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public TrainingResult Fit(ModelGraph graph, Dataset data, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using IDisposable products = ComputeBackend.UseProducts(options.Products);
        using var parameters = new ParameterStore(graph);
        using var executor = new GraphExecutor(graph, parameters);
        using Optimizer optimizer = options.Optimizer == "adamw" ? new AdamW { WeightDecay = options.WeightDecay } : new Sgd { WeightDecay = options.WeightDecay };
        var history = new List<EpochResult>();
        if (options.Checkpoint is { } path && TrainingCheckpoint.TryLoad(path) is { } saved)
        {
            saved.Restore(parameters, optimizer);
            history.AddRange(saved.History);
        }

        var loader = new BatchLoader(data.Train, options.Batch, options.Augmentation);
        for (int epoch = history.Count; epoch < options.Epochs; epoch++)
        {
            EpochResult result = Epoch(executor, optimizer, loader, data, epoch, progress, cancellation);
            history.Add(result);
            if (options.Checkpoint is { } place)
            {
                TrainingCheckpoint.Capture(parameters, optimizer, history).Save(place);
            }

            progress?.Invoke(new TrainingProgress(epoch + 1, options.Epochs, loader.Count(true), loader.Count(true), result.Loss, result.TrainAccuracy, result.SamplesPerSecond, result));
        }

        return new TrainingResult(parameters.Snapshot(graph), history);
    }

    private EpochResult Epoch(GraphExecutor executor, Optimizer optimizer, BatchLoader loader, Dataset data, int epoch, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        RandomKey key = options.Key.Fold((ulong)epoch);
        int steps = loader.Count(true), total = steps * options.Epochs, step = 0, right = 0, seen = 0;
        double loss = 0;
        long start = time.GetTimestamp();
        foreach (Batch batch in loader.Epoch(key, shuffle: true, cancellation: cancellation))
        {
            float rate = Schedule.WarmupCosine(options.Rate, (epoch * steps) + step, total, (int)(total * options.Warmup));
            (double batchLoss, int batchRight) = Step(executor, optimizer, batch, data, rate, key.Fold((ulong)step));
            loss += batchLoss;
            right += batchRight;
            seen += batch.Count;
            step++;
            progress?.Invoke(new TrainingProgress(epoch + 1, options.Epochs, step, steps, loss / step, (double)right / seen, seen / time.GetElapsedTime(start).TotalSeconds, null));
        }

        double speed = seen / time.GetElapsedTime(start).TotalSeconds;
        double validation = Evaluator.Accuracy(executor, data.Validation, options.Batch, options.Run);
        return new EpochResult(epoch + 1, loss / Math.Max(1, step), (double)right / Math.Max(1, seen), validation, speed);
    }

    private (double Loss, int Right) Step(GraphExecutor executor, Optimizer optimizer, Batch batch, Dataset data, float rate, RandomKey key)
    {
        using TensorScope scope = TensorScope.Begin();
        using Tensor input = BatchTensors.Input(batch, data.SampleShape);
        using Tensor labels = BatchTensors.Labels(batch);
        double value;
        int right;
        using (GradientTape tape = GradientTape.Begin())
        {
            tape.CheckNumerics = options.CheckNumerics;
            Tensor logits = executor.Run(input, options.Run with { Training = true, Key = key });
            Tensor loss = (options.Loss ?? new CrossEntropyLoss()).Compute(input, logits, labels);
            value = loss.Item();
            right = Evaluator.Right(logits, batch.Labels);
            tape.Backward(loss);
        }

        if (!double.IsFinite(value))
        {
            throw new InvalidInputException($"The loss became {value} at learning rate {rate}. Lower the rate, or train with check-numerics to see where it starts.");
        }

        optimizer.Step(executor.Parameters.Learned, rate, ClipFactor(executor.Parameters));
        executor.Parameters.ClearGradients();
        return (value, right);
    }

    private unsafe float ClipFactor(ParameterStore parameters)
    {
        if (options.ClipNorm <= 0)
        {
            return 1;
        }

        double squares = 0;
        foreach (Tensor parameter in parameters.Learned)
        {
            if (parameter.Gradient is { } gradient)
            {
                squares += ComputeBackend.Current.Reduction.SumOfSquares(gradient.Count, (float*)gradient.Pointer);
            }
        }

        double norm = Math.Sqrt(squares);
        return norm > options.ClipNorm ? (float)(options.ClipNorm / norm) : 1;
    }
}
