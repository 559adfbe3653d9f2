using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lathe.Tensors.Kernels;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.OneDnn.MatMul;

/// <summary>Adds a bias to rows of a matrix and applies an activation, in place.</summary>
internal readonly unsafe struct RowEpilogue(float* rows, int columns, long leading, float* bias, Activation activation) : IRangeBody
{
    /// <inheritdoc/>
    public void Run(int begin, int end)
    {
        float low = activation == Activation.Identity ? float.NegativeInfinity : 0;
        float high = activation == Activation.Relu6 ? 6 : float.PositiveInfinity;
        for (int row = begin; row < end; row++)
        {
            Row(rows + (row * leading), low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Row(float* y, float low, float high)
    {
        int column = 0;
        Vector256<float> lowest = Vector256.Create(low), highest = Vector256.Create(high);
        for (; column <= columns - Vector256<float>.Count; column += Vector256<float>.Count)
        {
            Vector256<float> value = Vector256.Load(y + column);
            if (bias != null)
            {
                value += Vector256.Load(bias + column);
            }

            Vector256.Min(Vector256.Max(value, lowest), highest).Store(y + column);
        }

        for (; column < columns; column++)
        {
            float value = bias != null ? y[column] + bias[column] : y[column];
            y[column] = Math.Min(Math.Max(value, low), high);
        }
    }
}
