using Lathe.Tensors;

namespace Lathe.Training.Data;

/// <summary>Crop from a padded image, mirror and cutout in one pass.</summary>
internal static class ImageChanges
{
    public static void Apply(Augmentation options, float[] image, float[] target, Shape shape, RandomKey key)
    {
        int height = shape[1], width = shape[2], crop = options.Crop, cutout = options.Cutout;
        int dy = crop > 0 ? key.Below(0, (2 * crop) + 1) - crop : 0, dx = crop > 0 ? key.Below(1, (2 * crop) + 1) - crop : 0;
        bool mirror = options.Flip && key.Below(2, 2) == 1;
        int cutY = cutout > 0 ? key.Below(3, height) - (cutout / 2) : 0, cutX = cutout > 0 ? key.Below(4, width) - (cutout / 2) : 0;
        for (int c = 0; c < shape[0]; c++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int sy = y + dy, sx = (mirror ? width - 1 - x : x) + dx;
                    bool outside = (uint)sy >= (uint)height || (uint)sx >= (uint)width;
                    bool cut = (uint)(y - cutY) < (uint)cutout && (uint)(x - cutX) < (uint)cutout;
                    target[(((c * height) + y) * width) + x] = outside || cut ? 0 : image[(((c * height) + sy) * width) + sx];
                }
            }
        }
    }
}
