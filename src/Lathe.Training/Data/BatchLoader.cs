using System.Threading.Channels;
using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>
/// Batches of one epoch, prepared ahead on a background task: shuffled and augmented by draws that depend only on the key,
/// the epoch and the sample, so a resumed run sees the same data.
/// </summary>
public sealed class BatchLoader
{
    private const int Ahead = 4;
    private readonly DataSplit _data;
    private readonly int _batch;
    private readonly Augmentation? _augmentation;

    /// <summary>Creates a loader; without augmentation samples are fed as they are.</summary>
    public BatchLoader(DataSplit data, int batch, Augmentation? augmentation = null) => (_data, _batch, _augmentation) = (data, batch, augmentation);

    /// <summary>Batches in an epoch; an incomplete last one is left out when shuffling.</summary>
    public int Count(bool shuffle) => shuffle ? Math.Max(1, _data.Count / _batch) : (_data.Count + _batch - 1) / _batch;

    /// <summary>The batches of an epoch, from a position on.</summary>
    public IEnumerable<Batch> Epoch(RandomKey key, bool shuffle, int first = 0, CancellationToken cancellation = default)
    {
        int[] order = shuffle ? key.Permutation(_data.Count) : [.. Enumerable.Range(0, _data.Count)];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Channel<Batch> channel = Channel.CreateBounded<Batch>(Ahead);
        int count = Count(shuffle);
        Task producer = Task.Run(async () =>
        {
            try
            {
                for (int b = first; b < count; b++)
                {
                    await channel.Writer.WriteAsync(Make(order, b, key), stop.Token).ConfigureAwait(false);
                }

                channel.Writer.Complete();
            }
            catch (Exception error)
            {
                channel.Writer.TryComplete(error);
            }
        }, CancellationToken.None);
        try
        {
            for (int b = first; b < count; b++)
            {
                yield return channel.Reader.ReadAsync(cancellation).AsTask().GetAwaiter().GetResult();
            }
        }
        finally
        {
            stop.Cancel();
            producer.Wait(CancellationToken.None);
        }
    }

    private Batch Make(int[] order, int b, RandomKey key)
    {
        int count = Math.Min(_batch, order.Length - (b * _batch)), size = _data.Shape.Count, channels = _data.Shape[0], plane = size / channels;
        float[] pixels = new float[count * size], sample = new float[size], scratch = new float[size];
        int[] labels = new int[count];
        for (int n = 0; n < count; n++)
        {
            int index = order[(b * _batch) + n];
            _data.Read(index, sample);
            float[] result = _augmentation is null ? sample : _augmentation.Apply(sample, scratch, _data.Shape, key.Fold((ulong)index));
            labels[n] = _data.Label(index);
            for (int c = 0; c < channels; c++)
            {
                for (int p = 0; p < plane; p++)
                {
                    pixels[(n * size) + (p * channels) + c] = result[(c * plane) + p];
                }
            }
        }

        return new Batch(pixels, labels, count);
    }
}
