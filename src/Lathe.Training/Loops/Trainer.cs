using Lathe.Graph;
using Lathe.Tensors;
using Lathe.Training.Checkpoints;
using Lathe.Training.Data;
using Lathe.Training.Schedules;

namespace Lathe.Training.Loops;

/// <summary>Trains any graph of one input and one output: logits of classes, or real values.</summary>
public sealed class Trainer(TrainerOptions options, TimeProvider time)
{
    /// <summary>Trains and returns the network with its new parameters.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="data">Its data; only train and validation are read.</param>
    /// <param name="progress">Called after steps and epochs.</param>
    /// <param name="cancellation">Stops between steps; with a checkpoint, the position is kept.</param>
    /// <exception cref="InvalidInputException">The options cannot work, or the checkpoint is damaged or of another run.</exception>
    public TrainingResult Fit(ModelGraph graph, Dataset data, Action<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        TrainerOptionsCheck.Validate(options, data);
        using IDisposable products = ComputeBackend.UseProducts(options.Products == DType.BFloat16 ? DType.BFloat16 : DType.Float32);
        using var session = new TrainingSession(options, graph, data);
        session.Resume();
        var loader = new BatchLoader(data.Train, options.Batch, options.Augmentation);
        int steps = loader.Count(true);
        var context = new TrainingContext(session.Parameters, session.History, session.Optimizer, steps * options.Epochs) { Step = (session.History.Count * steps) + session.Position.Step };
        Tell(callback => callback.Started(context));
        while (session.History.Count < options.Epochs && !Stopped(session) && !context.StopRequested)
        {
            EpochResult result = Epoch(session, context, loader, data, progress, cancellation);
            Tell(callback => callback.EpochEnded(context, result));
            progress?.Invoke(new TrainingProgress(result.Epoch, options.Epochs, loader.Count(true), loader.Count(true), result.Loss, result.TrainAccuracy, result.SamplesPerSecond, result));
        }

        return new TrainingResult(session.Result(graph), [.. session.History]);
    }

    private bool Stopped(TrainingSession session) => options.Patience > 0 && session.History.Count > 0 && BestWeights.EpochsSinceBest(session.History) >= options.Patience;

    private EpochResult Epoch(TrainingSession session, TrainingContext context, BatchLoader loader, Dataset data, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int epoch = session.History.Count, steps = loader.Count(true), waits = loader.Waits;
        long start = time.GetTimestamp(), before = session.Position.Seen;
        double[] scores = [.. session.History.Select(e => e.Score)];
        RateSchedule schedule = options.Schedule ?? ScheduleCatalog.Create("cosine", options.Rate, options.Warmup);
        double Speed() => (session.Position.Seen - before) / Math.Max(1e-9, time.GetElapsedTime(start).TotalSeconds);
        foreach (Batch batch in Batches(session, loader, epoch, cancellation))
        {
            TrainingPosition at = session.Position;
            context.Step = (epoch * steps) + at.Step;
            context.Rate = schedule.Rate(new SchedulePoint(context.Step, context.Steps, scores));
            (double loss, int right, bool moved) = session.Step.Run(batch, context, options.Key.Fold("dropout").Fold((ulong)context.Step));
            Advance(session, at with { Rate = context.Rate }, batch, loss, right, moved);
            TrainingPosition now = session.Position;
            var report = new TrainingProgress(epoch + 1, options.Epochs, now.Step, steps, now.Loss / Math.Max(1, now.Step - now.Skipped), Share(now.Right, now.Seen * data.Train.LabelsEach), Speed(), null);
            Tell(callback => callback.StepEnded(context, report));
            progress?.Invoke(report);
        }

        return Finish(session, data, epoch, Speed(), loader.Waits - waits);
    }

    /// <summary>The rest of an epoch's batches; when cancelled between steps the position is kept.</summary>
    private IEnumerable<Batch> Batches(TrainingSession session, BatchLoader loader, int epoch, CancellationToken cancellation)
    {
        RandomKey key = options.Key.Fold("epoch").Fold((ulong)epoch);
        using IEnumerator<Batch> batches = loader.Epoch(key, shuffle: true, session.Position.Step, cancellation).GetEnumerator();
        while (true)
        {
            bool more;
            try
            {
                more = batches.MoveNext();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                session.Save();
                throw;
            }

            if (!more)
            {
                yield break;
            }

            yield return batches.Current;
        }
    }

    private void Advance(TrainingSession session, TrainingPosition at, Batch batch, double loss, int right, bool moved)
    {
        if (moved)
        {
            session.Average?.Update(session.Optimizer.Steps);
        }

        session.Position = at with
        {
            Step = at.Step + 1,
            Loss = at.Loss + (moved ? loss : 0),
            Right = at.Right + right,
            Seen = at.Seen + batch.Count,
            Skipped = at.Skipped + (moved ? 0 : 1),
        };
        if (options.CheckpointEvery > 0 && session.Position.Step % options.CheckpointEvery == 0)
        {
            session.Save();
        }
    }

    private EpochResult Finish(TrainingSession session, Dataset data, int epoch, double speed, int waits)
    {
        TrainingPosition at = session.Position;
        session.Average?.Swap();
        (double loss, double accuracy) = Evaluator.Validate(session.Executor, data.Validation, options.Batch, options.Run);
        var result = new EpochResult(epoch + 1, at.Loss / Math.Max(1, at.Step - at.Skipped), Share(at.Right, at.Seen * data.Train.LabelsEach), accuracy, speed)
        {
            ValidationLoss = loss,
            Score = data.Train.LabelsEach == 1 ? accuracy : -loss,
            Rate = at.Rate,
            SkippedSteps = at.Skipped,
            Waits = waits,
        };
        session.History.Add(result);
        if (options.RestoreBest)
        {
            session.Best.Observe(session.Parameters, session.History);
        }

        session.Average?.Swap();
        session.Position = new TrainingPosition();
        session.Save();
        return result;
    }

    private void Tell(Action<ITrainingCallback> tell)
    {
        foreach (ITrainingCallback callback in options.Callbacks)
        {
            tell(callback);
        }
    }

    private static double Share(long part, long whole) => (double)part / Math.Max(1, whole);
}
