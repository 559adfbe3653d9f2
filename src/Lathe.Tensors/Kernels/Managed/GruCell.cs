namespace Lathe.Tensors.Kernels.Managed;

/// <summary>The elementwise parts of a GRU step over gates [N, 3H] (z, r, candidate).</summary>
internal static unsafe class GruCell
{
    /// <summary>Activates z and r.</summary>
    public static void Gates(int batch, int h, float* gates)
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            for (int j = 0; j < 2 * h; j += System.Numerics.Vector<float>.Count)
            {
                Lanes.Store(VectorMath.Sigmoid(Lanes.Load(row + j, (2 * h) - j)), row + j, (2 * h) - j);
            }
        }
    }

    /// <summary>Every row of y becomes values, or zeros.</summary>
    public static void FillRows(int batch, int h, float* values, float* y)
    {
        for (int n = 0; n < batch; n++)
        {
            var row = new Span<float>(y + ((long)n * h), h);
            if (values == null)
            {
                row.Clear();
            }
            else
            {
                new ReadOnlySpan<float>(values, h).CopyTo(row);
            }
        }
    }

    /// <summary>candidate += r * linear.</summary>
    public static void AddReset(int batch, int h, float* gates, float* linear)
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            for (int j = 0; j < h; j++)
            {
                row[(2 * h) + j] += row[h + j] * linear[((long)n * h) + j];
            }
        }
    }

    /// <summary>product = r * hidden.</summary>
    public static void Reset(int batch, int h, float* gates, float* hidden, float* product)
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            for (int j = 0; j < h; j++)
            {
                product[((long)n * h) + j] = row[h + j] * hidden[((long)n * h) + j];
            }
        }
    }

    /// <summary>Activates the candidate; y = (1 - z) candidate + z hidden.</summary>
    public static void Output(int batch, int h, float* gates, float* hidden, float* y)
    {
        for (int n = 0; n < batch; n++)
        {
            float* row = gates + (3L * n * h);
            long at = (long)n * h;
            for (int j = 0; j < h; j += System.Numerics.Vector<float>.Count)
            {
                int rest = h - j;
                System.Numerics.Vector<float> z = Lanes.Load(row + j, rest);
                System.Numerics.Vector<float> candidate = VectorMath.Tanh(Lanes.Load(row + (2 * h) + j, rest));
                Lanes.Store(candidate, row + (2 * h) + j, rest);
                Lanes.Store(candidate + (z * (Lanes.Load(hidden + at + j, rest) - candidate)), y + at + j, rest);
            }
        }
    }
}
