using System.Collections.Concurrent;
using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Fills the buffers of a batch; any number of threads may do so at once.</summary>
internal sealed class BatchMaker(DataSplit data, Augmentation? augmentation)
{
    private readonly ConcurrentBag<(float[] Sample, float[] Changed)> _scratch = [];

    private bool Mixes => augmentation is { Mixup: > 0 } && data.Classes > 0 && data.LabelsEach == 1;

    public Batch Allocate(int count) => new(new float[checked(count * data.Shape.Count)], new int[count * data.LabelsEach], count)
    {
        InputType = data.InputType,
        Targets = Mixes ? new float[count * data.Classes] : data.TargetsEach > 0 ? new float[count * data.TargetsEach] : null,
    };

    /// <summary>Samples, changed by draws of their own, then mixed in pairs.</summary>
    public void Fill(Batch batch, ReadOnlySpan<int> samples, RandomKey key, int number)
    {
        int size = data.Shape.Count;
        (float[] Sample, float[] Changed) scratch = _scratch.TryTake(out var free) ? free : (new float[size], new float[size]);
        (float[] sample, float[] changed) = scratch;
        RandomKey changes = key.Fold("augment");
        for (int n = 0; n < samples.Length; n++)
        {
            data.Read(samples[n], sample);
            float[] result = augmentation is null ? sample : augmentation.Apply(sample, changed, data.Shape, changes.Fold((ulong)samples[n]));
            Place(result, batch.Pixels.AsSpan(n * size, size));
            data.ReadLabels(samples[n], batch.Labels.AsSpan(n * data.LabelsEach, data.LabelsEach));
            if (data.TargetsEach > 0)
            {
                data.ReadTargets(samples[n], batch.Targets.AsSpan(n * data.TargetsEach, data.TargetsEach));
            }
        }

        _scratch.Add(scratch);
        if (Mixes)
        {
            Mixup.Apply(batch, data.Classes, augmentation!.Mixup, key.Fold("mixup").Fold((ulong)number));
        }
    }

    private void Place(float[] sample, Span<float> target)
    {
        if (data.Shape.Rank != 3 || data.Shape[0] == 1)
        {
            sample.CopyTo(target);
            return;
        }

        int channels = data.Shape[0], plane = sample.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            for (int p = 0; p < plane; p++)
            {
                target[(p * channels) + c] = sample[(c * plane) + p];
            }
        }
    }
}
