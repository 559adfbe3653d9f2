using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Random changes of a sample that leave its class: of images, series and spectrograms.</summary>
public sealed record Augmentation
{
    /// <summary>Pixels of zeros around the image before it is cropped back.</summary>
    public int Crop { get; init; }

    /// <summary>Mirror half of the images.</summary>
    public bool Flip { get; init; }

    /// <summary>Side of a square of zeros, 0 for none (DeVries and Taylor 2017).</summary>
    public int Cutout { get; init; }

    /// <summary>Largest shift in time of a series [C, L] or spectrogram [C, L, bands], either way; zeros move in.</summary>
    public int Shift { get; init; }

    /// <summary>Deviation of normal noise added to standardised values.</summary>
    public float Noise { get; init; }

    /// <summary>Alpha of mixup (Zhang et al. 2018), 0 for none; typical 0.1 to 0.4.</summary>
    public double Mixup { get; init; }

    /// <summary>All mistakes in these settings, empty when there is none.</summary>
    public IEnumerable<string> Problems(Shape sample)
    {
        if (Crop < 0 || Cutout < 0 || Shift < 0 || !(Noise >= 0) || !(Mixup >= 0))
        {
            yield return "crop, cutout, shift, noise and mixup may not be negative";
        }

        if ((Crop > 0 || Flip || Cutout > 0) && sample.Rank != 3)
        {
            yield return $"crop, flip and cutout need images [C, H, W], not samples of {sample}";
        }

        if (Shift > 0 && sample.Rank < 2)
        {
            yield return $"shift needs series [C, L] or spectrograms [C, L, bands], not samples of {sample}";
        }
    }

    internal float[] Apply(float[] sample, float[] target, Shape shape, RandomKey key)
    {
        if (shape.Rank == 3 && (Crop > 0 || Flip || Cutout > 0))
        {
            ImageChanges.Apply(this, sample, target, shape, key);
        }
        else
        {
            sample.CopyTo(target, 0);
        }

        if (Shift > 0 && shape.Rank >= 2)
        {
            SeriesChanges.Shift(target, shape, key.Fold("shift").Below(0, (2 * Shift) + 1) - Shift);
        }

        if (Noise > 0)
        {
            SeriesChanges.AddNoise(target, Noise, key.Fold("noise"));
        }

        return target;
    }
}
