using System.Numerics;
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
            int c = 0;
            for (; c <= columns - Vector<float>.Count; c += Vector<float>.Count)
            {
                Vector.Store(Finish(Vector.Load(source + c), target + c, bias == null ? null : bias + column + c), target + c);
            }

            for (; c < columns; c++)
            {
                target[c] = Finish(source[c], target[c], bias == null ? 0 : bias[column + c]);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Finish(Vector<float> sum, float* target, float* biases)
    {
        Vector<float> value = sum * alpha;
        if (beta != 0)
        {
            value += Vector.Load(target) * beta;
        }

        if (biases != null)
        {
            value += Vector.Load(biases);
        }

        if (activation != Activation.Identity)
        {
            value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);
            value = activation == Activation.Relu6 ? Vector.Min(value, new Vector<float>(6)) : value;
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Finish(float sum, float target, float addend)
    {
        float value = alpha * sum;
        if (beta != 0)
        {
            value += beta * target;
        }

        value += addend;
        return activation switch
        {
            Activation.Relu => value < 0 ? 0 : value,
            Activation.Relu6 => Math.Min(value < 0 ? 0 : value, 6),
            _ => value,
        };
    }
}
