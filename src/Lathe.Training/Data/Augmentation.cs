using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Random changes of an image that leave its class: shift (crop from a padded image), mirror, cutout.</summary>
public sealed record Augmentation
{
    /// <summary>Pixels of zeros around the image before it is cropped back.</summary>
    public int Crop { get; init; }

    /// <summary>Mirror half of the images.</summary>
    public bool Flip { get; init; }

    /// <summary>Side of a square of zeros, 0 for none (DeVries and Taylor 2017).</summary>
    public int Cutout { get; init; }

    internal float[] Apply(float[] image, float[] target, Shape shape, RandomKey key)
    {
        int height = shape[1], width = shape[2];
        int dy = Crop > 0 ? key.Below(0, (2 * Crop) + 1) - Crop : 0, dx = Crop > 0 ? key.Below(1, (2 * Crop) + 1) - Crop : 0;
        bool mirror = Flip && key.Below(2, 2) == 1;
        int cutY = Cutout > 0 ? key.Below(3, height) - (Cutout / 2) : 0, cutX = Cutout > 0 ? key.Below(4, width) - (Cutout / 2) : 0;
        for (int c = 0; c < shape[0]; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int sy = y + dy, sx = (mirror ? width - 1 - x : x) + dx;
                    bool outside = (uint)sy >= (uint)height || (uint)sx >= (uint)width;
                    bool cut = Cutout > 0 && (uint)(y - cutY) < (uint)Cutout && (uint)(x - cutX) < (uint)Cutout;
                    target[(((c * height) + y) * width) + x] = outside || cut ? 0 : image[(((c * height) + sy) * width) + sx];
                }
            }
        }

        return target;
    }
}
