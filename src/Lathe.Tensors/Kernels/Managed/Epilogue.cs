using System.Runtime.CompilerServices;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>What happens to a finished tile: scaled, added to what is there, biased, activated, stored.</summary>
internal readonly unsafe struct Epilogue(float alpha, float beta, float* bias, Activation activation)
{
    /// <summary>True when a tile may be stored as it is.</summary>
    public bool IsPlain => alpha == 1 && beta == 0 && bias == null && activation == Activation.Identity;

    /// <summary>Stores rows x columns of a full tile (stride 16) to the output, columns counted from <paramref name="column"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Store(float* tile, int rows, int columns, int column, float* output, long stride)
    {
        for (int r = 0; r < rows; r++)
        {
            float* source = tile + (r * MicroKernel.Columns);
            float* target = output + (r * stride);
            for (int c = 0; c < columns; c++)
            {
                float value = alpha * source[c];
                if (beta != 0)
                {
                    value += beta * target[c];
                }

                if (bias != null)
                {
                    value += bias[column + c];
                }

                target[c] = activation switch
                {
                    Activation.Relu => value > 0 ? value : 0,
                    Activation.Relu6 => Math.Min(Math.Max(value, 0), 6),
                    _ => value,
                };
            }
        }
    }

    /// <summary>Stores one row of channels.</summary>
    public void StoreRow(float* sums, int columns, float* output)
    {
        if (IsPlain)
        {
            new ReadOnlySpan<float>(sums, columns).CopyTo(new Span<float>(output, columns));
        }
        else
        {
            Store(sums, 1, columns, 0, output, columns);
        }
    }
}
