using Lathe.Graph.Coupling;

namespace Lathe.Graph.Ops.Arranging;

/// <summary>
/// How indices correspond across a reshape: dimensions are matched in runs of equal product. A split channel axis couples by
/// its first factor (attention heads), or by its second when space follows (channel shuffle keeps its groups); merged axes
/// couple by the first factor, so a feature map flattened into a dense layer loses whole planes.
/// </summary>
internal static class ReshapeCoupling
{
    public static void Couple(CouplingContext context, string x, string y)
    {
        Tensors.Shape from = context.Shape(x), to = context.Shape(y);
        int i = 0, j = 0;
        while (i < from.Rank && j < to.Rank)
        {
            int lastI = i, lastJ = j;
            long left = from[i], right = to[j];
            while (left != right)
            {
                if (left < right)
                {
                    left *= from[++lastI];
                }
                else
                {
                    right *= to[++lastJ];
                }
            }

            Run(context, x, i, lastI, y, j, lastJ, from, to);
            (i, j) = (lastI + 1, lastJ + 1);
        }
    }

    private static void Run(CouplingContext context, string x, int firstX, int lastX, string y, int firstY, int lastY, Tensors.Shape from, Tensors.Shape to)
    {
        (firstX, lastX) = Trim(from, firstX, lastX);
        (firstY, lastY) = Trim(to, firstY, lastY);
        if (firstX == lastX && firstY == lastY)
        {
            context.Link(x, firstX, y, firstY);
        }
        else if (firstX == lastX)
        {
            bool spatialFollows = lastY == firstY + 1 && lastY + 2 < to.Rank;
            if (spatialFollows)
            {
                LinkInterleaved(context, x, firstX, y, lastY, to[firstY]);
                context.Pin(y, firstY);
            }
            else
            {
                context.LinkBlocks(y, firstY, x, firstX, from[firstX] / to[firstY]);
                PinFrom(context, y, firstY + 1, lastY);
            }
        }
        else if (firstY == lastY)
        {
            context.LinkBlocks(x, firstX, y, firstY, to[firstY] / from[firstX]);
            PinFrom(context, x, firstX + 1, lastX);
        }
        else
        {
            PinFrom(context, x, firstX, lastX);
            PinFrom(context, y, firstY, lastY);
        }
    }

    /// <summary>Index k of the second factor goes with k, k + n, k + 2n ... of the split axis.</summary>
    private static void LinkInterleaved(CouplingContext context, string whole, int axis, string split, int splitAxis, int groups)
    {
        int size = context.Shape(split)[splitAxis];
        for (int group = 0; group < groups; group++)
        {
            context.LinkRange(whole, axis, group * size, split, splitAxis, 0, size);
        }
    }

    private static void PinFrom(CouplingContext context, string value, int first, int last)
    {
        for (int axis = first; axis <= last; axis++)
        {
            context.Pin(value, axis);
        }
    }

    // Dimensions of 1 around a run say nothing.
    private static (int First, int Last) Trim(Tensors.Shape shape, int first, int last)
    {
        while (first < last && shape[first] == 1)
        {
            first++;
        }

        while (last > first && shape[last] == 1)
        {
            last--;
        }

        return (first, last);
    }
}
