using System.Collections.Immutable;
using Lathe.Tensors;

namespace Lathe.Runtime.Ops;

/// <summary>The part of an image that one output of a pooling layer reads.</summary>
internal readonly record struct PoolWindow(int Batch, int Channel, int Top, int Bottom, int Left, int Right)
{
    public static PoolWindow At(int output, Shape from, Shape to, int height, int width, SpatialWindow window)
    {
        int top = (output / (to[3] * to[2]) % to[1] * window.StrideHeight) - window.PadTop;
        int left = (output / to[3] % to[2] * window.StrideWidth) - window.PadLeft;
        return new PoolWindow(output / to.Product(1, 4), output % to[3], Math.Max(0, top), Math.Min(from[1], top + height), Math.Max(0, left), Math.Min(from[2], left + width));
    }

    public static IEnumerable<string> Problems(IntegerValue input, IntegerValue output, int height, int width, SpatialWindow window, Func<ImmutableArray<IntegerValue>, IEnumerable<string>> types)
    {
        string[] found = [.. OpChecks.Images(input, output), .. types([input, output]), .. window.Problems()];
        if (found.Length > 0)
        {
            return found;
        }

        Shape from = input.Shape, to = output.Shape;
        bool inside = height > window.PadTop && width > window.PadLeft
            && ((to[1] - 1) * window.StrideHeight) - window.PadTop < from[1] && ((to[2] - 1) * window.StrideWidth) - window.PadLeft < from[2];
        return inside && from[3] == to[3] ? [] : [$"has windows of {height} x {width} that lie outside the image, or other channels, from {input} to {output}."];
    }

    public int Place(int row, int column, Shape from) => (((((Batch * from[1]) + row) * from[2]) + column) * from[3]) + Channel;
}
