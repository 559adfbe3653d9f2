using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// The inner loops of matrix products and convolutions: a tile of 6 rows by 16 columns kept in twelve 256-bit registers.
/// Rows of A are read in place through six pointers, B comes in panels of 16 columns.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile, and of a packed panel of B.</summary>
    public const int Columns = 16;

    /// <summary>
    /// tile[r, 0..15] [+]= sum over segments s and k of a[r][offsets[s] + k] * panel[(s length + k) * 16 ...].
    /// </summary>
    /// <param name="a">Six row pointers; rows past the end repeat a valid one.</param>
    /// <param name="offsets">Where each segment starts in a row.</param>
    /// <param name="segments">Number of segments.</param>
    /// <param name="length">Contiguous elements of a segment.</param>
    /// <param name="panel">Packed B: 16 values per element.</param>
    /// <param name="tile">First element of the output tile.</param>
    /// <param name="stride">Elements between output rows.</param>
    /// <param name="accumulate">Add to the tile instead of overwriting it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float** a, int* offsets, int segments, int length, float* panel, float* tile, long stride, bool accumulate)
    {
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector256<float> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        float* b = panel;
        for (int s = 0; s < segments; s++)
        {
            int offset = offsets[s];
            float* a0 = a[0] + offset;
            float* a1 = a[1] + offset;
            float* a2 = a[2] + offset;
            float* a3 = a[3] + offset;
            float* a4 = a[4] + offset;
            float* a5 = a[5] + offset;
            for (long k = 0; k < length; k++)
            {
                Vector256<float> b0 = Vector256.Load(b);
                Vector256<float> b1 = Vector256.Load(b + 8);
                Vector256<float> v = Vector256.Create(a0[k]);
                c00 = Vector256.MultiplyAddEstimate(v, b0, c00);
                c01 = Vector256.MultiplyAddEstimate(v, b1, c01);
                v = Vector256.Create(a1[k]);
                c10 = Vector256.MultiplyAddEstimate(v, b0, c10);
                c11 = Vector256.MultiplyAddEstimate(v, b1, c11);
                v = Vector256.Create(a2[k]);
                c20 = Vector256.MultiplyAddEstimate(v, b0, c20);
                c21 = Vector256.MultiplyAddEstimate(v, b1, c21);
                v = Vector256.Create(a3[k]);
                c30 = Vector256.MultiplyAddEstimate(v, b0, c30);
                c31 = Vector256.MultiplyAddEstimate(v, b1, c31);
                v = Vector256.Create(a4[k]);
                c40 = Vector256.MultiplyAddEstimate(v, b0, c40);
                c41 = Vector256.MultiplyAddEstimate(v, b1, c41);
                v = Vector256.Create(a5[k]);
                c50 = Vector256.MultiplyAddEstimate(v, b0, c50);
                c51 = Vector256.MultiplyAddEstimate(v, b1, c51);
                b += 16;
            }
        }

        Store(c00, c01, tile, accumulate);
        Store(c10, c11, tile + stride, accumulate);
        Store(c20, c21, tile + (2 * stride), accumulate);
        Store(c30, c31, tile + (3 * stride), accumulate);
        Store(c40, c41, tile + (4 * stride), accumulate);
        Store(c50, c51, tile + (5 * stride), accumulate);
    }

    /// <summary>
    /// tile[r, 0..15] += sum over rows q and p of x[q xRow + p xStep + r] * y[q yRow + p yStep + 0..15]: the outer products that
    /// weight gradients are made of.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OuterProducts(float* x, long xStep, long xRow, float* y, long yStep, long yRow, int rows, int count, float* tile, long stride)
    {
        Vector256<float> c00 = Vector256.Load(tile), c01 = Vector256.Load(tile + 8);
        Vector256<float> c10 = Vector256.Load(tile + stride), c11 = Vector256.Load(tile + stride + 8);
        Vector256<float> c20 = Vector256.Load(tile + (2 * stride)), c21 = Vector256.Load(tile + (2 * stride) + 8);
        Vector256<float> c30 = Vector256.Load(tile + (3 * stride)), c31 = Vector256.Load(tile + (3 * stride) + 8);
        Vector256<float> c40 = Vector256.Load(tile + (4 * stride)), c41 = Vector256.Load(tile + (4 * stride) + 8);
        Vector256<float> c50 = Vector256.Load(tile + (5 * stride)), c51 = Vector256.Load(tile + (5 * stride) + 8);
        for (int q = 0; q < rows; q++)
        {
            float* u = x + (q * xRow);
            float* t = y + (q * yRow);
            for (int p = 0; p < count; p++)
            {
                Vector256<float> b0 = Vector256.Load(t);
                Vector256<float> b1 = Vector256.Load(t + 8);
                Vector256<float> v = Vector256.Create(u[0]);
                c00 = Vector256.MultiplyAddEstimate(v, b0, c00);
                c01 = Vector256.MultiplyAddEstimate(v, b1, c01);
                v = Vector256.Create(u[1]);
                c10 = Vector256.MultiplyAddEstimate(v, b0, c10);
                c11 = Vector256.MultiplyAddEstimate(v, b1, c11);
                v = Vector256.Create(u[2]);
                c20 = Vector256.MultiplyAddEstimate(v, b0, c20);
                c21 = Vector256.MultiplyAddEstimate(v, b1, c21);
                v = Vector256.Create(u[3]);
                c30 = Vector256.MultiplyAddEstimate(v, b0, c30);
                c31 = Vector256.MultiplyAddEstimate(v, b1, c31);
                v = Vector256.Create(u[4]);
                c40 = Vector256.MultiplyAddEstimate(v, b0, c40);
                c41 = Vector256.MultiplyAddEstimate(v, b1, c41);
                v = Vector256.Create(u[5]);
                c50 = Vector256.MultiplyAddEstimate(v, b0, c50);
                c51 = Vector256.MultiplyAddEstimate(v, b1, c51);
                u += xStep;
                t += yStep;
            }
        }

        Store(c00, c01, tile, false);
        Store(c10, c11, tile + stride, false);
        Store(c20, c21, tile + (2 * stride), false);
        Store(c30, c31, tile + (3 * stride), false);
        Store(c40, c41, tile + (4 * stride), false);
        Store(c50, c51, tile + (5 * stride), false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> low, Vector256<float> high, float* target, bool accumulate)
    {
        if (accumulate)
        {
            low += Vector256.Load(target);
            high += Vector256.Load(target + 8);
        }

        low.Store(target);
        high.Store(target + 8);
    }
}
