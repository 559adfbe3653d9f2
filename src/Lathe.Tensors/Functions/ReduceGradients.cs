using Lathe.Tensors.Kernels;

namespace Lathe.Tensors;

/// <summary>Gradients of the reductions that depend on their input.</summary>
internal static unsafe class ReduceGradients
{
    /// <summary>dy and y have the input's rank with reduced dimensions 1.</summary>
    public static Tensor Backward(ReduceOp op, Tensor dy, Tensor x, Tensor y)
    {
        using Tensor rows = x.ToLayout(MemoryLayout.RowMajor);
        using Tensor fullDy = Functions.ExpandRaw(dy, x.Shape);
        using Tensor fullY = Functions.ExpandRaw(y, x.Shape);
        Tensor dx = Tensor.Empty(x.Shape);
        float* value = rows.Floats, g = fullDy.Floats, total = fullY.Floats, d = dx.Floats;
        if (op is ReduceOp.Max or ReduceOp.Min)
        {
            ShareAmongTies(rows, fullDy, fullY, dy.Shape, dx);
            return dx;
        }

        for (int i = 0; i < dx.Count; i++)
        {
            d[i] = op switch
            {
                ReduceOp.SumSquare => 2 * value[i] * g[i],
                ReduceOp.SumAbs => Math.Sign(value[i]) * g[i],
                _ => g[i] * total[i] / value[i],
            };
        }

        return dx;
    }

    private static void ShareAmongTies(Tensor x, Tensor dy, Tensor y, Shape kept, Tensor dx)
    {
        float* d = dx.Floats;
        for (int i = 0; i < dx.Count; i++)
        {
            d[i] = x.Floats[i] == y.Floats[i] ? 1 : 0;
        }

        using Tensor counts = Functions.SumToRaw(dx.Clone(), kept);
        using Tensor spread = Functions.ExpandRaw(counts, dx.Shape);
        for (int i = 0; i < dx.Count; i++)
        {
            d[i] *= dy.Floats[i] / Math.Max(1, spread.Floats[i]);
        }
    }
}
