using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>
/// Batches of one epoch, prepared ahead on background threads in buffers that are used again: shuffled and augmented by draws that
/// depend only on the key, the epoch and the sample, so a resumed run sees the same data whatever the threads do.
/// </summary>
public sealed class BatchLoader
{
    /// <summary>Batches prepared ahead of the one in use.</summary>
    internal const int Ahead = 4;

    private readonly DataSplit _data;
    private readonly int _batch;
    private readonly BatchMaker _maker;
    private readonly BatchRing _ring;
    private Queue<Task<Batch>> _pending = new();

    /// <summary>Creates a loader; without augmentation samples are fed as they are.</summary>
    /// <exception cref="InvalidInputException">There are no samples, or a batch would be empty.</exception>
    public BatchLoader(DataSplit data, int batch, Augmentation? augmentation = null)
    {
        if (batch < 1 || data.Count < 1)
        {
            throw new InvalidInputException($"Batches of {batch} out of {data.Count} samples: both must be at least 1.");
        }

        (_data, _batch) = (data, Math.Min(batch, data.Count));
        _maker = new BatchMaker(data, augmentation);
        _ring = new BatchRing(() => _maker.Allocate(_batch));
    }

    /// <summary>How often a step, after the first of an epoch, had to wait for its batch.</summary>
    public int Waits { get; private set; }

    /// <summary>Buffers made so far.</summary>
    internal int Buffers => _ring.Created;

    /// <summary>Batches of the present epoch that are ready and waiting.</summary>
    internal int Ready => _pending.Count(t => t.IsCompleted);

    /// <summary>Called on a background thread with the number of each batch that is ready.</summary>
    internal Action<int>? Prepared { get; set; }

    /// <summary>Batches in an epoch; an incomplete last one is left out when shuffling.</summary>
    public int Count(bool shuffle) => shuffle ? Math.Max(1, _data.Count / _batch) : (_data.Count + _batch - 1) / _batch;

    /// <summary>The batches of an epoch, from a position on. A batch is valid until the next one is asked for.</summary>
    public IEnumerable<Batch> Epoch(RandomKey key, bool shuffle, int first = 0, CancellationToken cancellation = default)
    {
        int[] order = shuffle ? key.Fold("order").Permutation(_data.Count) : [.. Enumerable.Range(0, _data.Count)];
        int count = Count(shuffle), next = first;
        Queue<Task<Batch>> pending = _pending = new Queue<Task<Batch>>();
        Batch? held = null;
        try
        {
            for (int b = first; b < count; b++)
            {
                cancellation.ThrowIfCancellationRequested();
                Recycle(held);
                for (; next < Math.Min(count, b + Ahead); next++)
                {
                    pending.Enqueue(Start(order, next, key));
                }

                Task<Batch> task = pending.Dequeue();
                Waits += b > first && !task.IsCompleted ? 1 : 0;
                held = task.WaitAsync(cancellation).GetAwaiter().GetResult();
                if (next < count)
                {
                    pending.Enqueue(Start(order, next++, key));
                }

                yield return held;
            }

            Recycle(held);
        }
        finally
        {
            Abandon(pending);
        }
    }

    private Task<Batch> Start(int[] order, int number, RandomKey key)
    {
        int count = Math.Min(_batch, order.Length - (number * _batch));
        Batch batch = count == _batch ? _ring.Rent() : _maker.Allocate(count);
        return Task.Run(() =>
        {
            _maker.Fill(batch, order.AsSpan(number * _batch, count), key, number);
            Prepared?.Invoke(number);
            return batch;
        });
    }

    private void Recycle(Batch? batch) => _ring.Return(batch?.Count == _batch ? batch : null);

    private void Abandon(Queue<Task<Batch>> pending)
    {
        foreach (Task<Batch> task in pending)
        {
            // A failure of a batch nobody asked for is nobody's concern; its buffer is free either way.
            task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
            Recycle(task.IsCompletedSuccessfully ? task.Result : null);
        }
    }
}
