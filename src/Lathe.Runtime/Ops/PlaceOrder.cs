using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>
/// Kernels that move over an image write place after place, row by row, all channels of a place after its window was last read. So the output may
/// follow the window through the input's own memory (Blacker et al. 2020, diagonal memory optimisation, arXiv:2010.01668).
/// </summary>
internal static class PlaceOrder
{
    /// <summary>The least distance at which nothing is written over that this place or a later one reads; null for several images.</summary>
    public static int? OverlapDistance(SpatialWindow window, IntegerValue input, IntegerValue output)
    {
        Shape from = input.Shape, to = output.Shape;
        if (from.Rank != 4 || to.Rank != 4 || to[0] != 1)
        {
            return null;
        }

        int size = output.Type.Size(), distance = int.MinValue, firstRead = int.MaxValue;
        for (int row = to[1] - 1; row >= 0; row--)
        {
            int top = Math.Max(0, (row * window.StrideHeight) - window.PadTop);
            for (int column = to[2] - 1; column >= 0; column--)
            {
                int left = Math.Max(0, (column * window.StrideWidth) - window.PadLeft);
                firstRead = Math.Min(firstRead, ((top * from[2]) + left) * from[3] * size);
                distance = Math.Max(distance, (((row * to[2]) + column + 1) * to[3] * size) - firstRead);
            }
        }

        return distance;
    }
}
