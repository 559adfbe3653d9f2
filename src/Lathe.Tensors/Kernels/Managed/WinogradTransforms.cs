using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>
/// The transforms of F(4 x 4, 3 x 3) (Winograd 1980; Lavin and Gray 2016) with the points 0, 1, -1, 2, -2 and infinity, eight
/// channels at a time: <c>Y = A'[(G g G') * (B' d B)]A</c> and its transposes for the weight gradient.
/// </summary>
internal static unsafe class WinogradTransforms
{
    /// <summary>Side of an input tile.</summary>
    public const int Side = 6;

    /// <summary>Products of a tile.</summary>
    public const int Points = Side * Side;

    /// <summary>Side of an output tile.</summary>
    public const int Step = 4;

    /// <summary>Channels transformed at once.</summary>
    public const int Lanes = 8;

    /// <summary>B' d B of a 6 x 6 patch into 36 places, <paramref name="pointStride"/> apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Input(float* source, long rowStride, long pixelStride, int channels, float* target, long pointStride)
    {
        Vector256<float>* half = stackalloc Vector256<float>[Points];
        for (int c = 0; c < channels; c += Lanes)
        {
            for (int x = 0; x < Side; x++)
            {
                float* p = source + (x * pixelStride) + c;
                InputLine(Vector256.Load(p), Vector256.Load(p + rowStride), Vector256.Load(p + (2 * rowStride)), Vector256.Load(p + (3 * rowStride)), Vector256.Load(p + (4 * rowStride)), Vector256.Load(p + (5 * rowStride)), (float*)(half + x), Side * Lanes);
            }

            for (int y = 0; y < Side; y++)
            {
                Vector256<float>* h = half + (y * Side);
                InputLine(h[0], h[1], h[2], h[3], h[4], h[5], target + (y * Side * pointStride) + c, pointStride);
            }
        }
    }

    /// <summary>A' m A of 36 products into a dense 4 x 4 tile of <paramref name="channels"/> each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Output(float* source, long pointStride, int channels, float* target, long rowStride, long pixelStride)
    {
        Vector256<float>* half = stackalloc Vector256<float>[Step * Side];
        for (int c = 0; c < channels; c += Lanes)
        {
            for (int x = 0; x < Side; x++)
            {
                float* p = source + (x * pointStride) + c;
                long down = Side * pointStride;
                OutputLine(Vector256.Load(p), Vector256.Load(p + down), Vector256.Load(p + (2 * down)), Vector256.Load(p + (3 * down)), Vector256.Load(p + (4 * down)), Vector256.Load(p + (5 * down)), (float*)(half + x), Side * Lanes);
            }

            for (int y = 0; y < Step; y++)
            {
                Vector256<float>* h = half + (y * Side);
                OutputLine(h[0], h[1], h[2], h[3], h[4], h[5], target + (y * rowStride) + c, pixelStride);
            }
        }
    }

    /// <summary>A dy A' of a 4 x 4 tile into 36 places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(float* source, long rowStride, long pixelStride, int channels, float* target, long pointStride)
    {
        Vector256<float>* half = stackalloc Vector256<float>[Step * Side];
        for (int c = 0; c < channels; c += Lanes)
        {
            for (int x = 0; x < Step; x++)
            {
                float* p = source + (x * pixelStride) + c;
                GradientLine(Vector256.Load(p), Vector256.Load(p + rowStride), Vector256.Load(p + (2 * rowStride)), Vector256.Load(p + (3 * rowStride)), (float*)(half + x), Step * Lanes);
            }

            for (int y = 0; y < Side; y++)
            {
                Vector256<float>* h = half + (y * Step);
                GradientLine(h[0], h[1], h[2], h[3], target + (y * Side * pointStride) + c, pointStride);
            }
        }
    }

    /// <summary>G g G' of nine taps of eight filters (tap t at <c>taps + 8 t</c>) into 36 places.</summary>
    public static void Weights(float* taps, float* target, long pointStride)
    {
        Vector256<float>* half = stackalloc Vector256<float>[3 * Side];
        for (int x = 0; x < 3; x++)
        {
            float* p = taps + (x * Lanes);
            WeightLine(Vector256.Load(p), Vector256.Load(p + (3 * Lanes)), Vector256.Load(p + (6 * Lanes)), (float*)(half + x), 3 * Lanes);
        }

        for (int y = 0; y < Side; y++)
        {
            WeightLine(half[3 * y], half[(3 * y) + 1], half[(3 * y) + 2], target + (y * Side * pointStride), pointStride);
        }
    }

    /// <summary>G' u G of 36 sums into nine taps of eight filters.</summary>
    public static void WeightGradient(float* source, long pointStride, float* taps)
    {
        Vector256<float>* half = stackalloc Vector256<float>[3 * Side];
        for (int x = 0; x < Side; x++)
        {
            float* p = source + (x * pointStride);
            long down = Side * pointStride;
            WeightGradientLine(Vector256.Load(p), Vector256.Load(p + down), Vector256.Load(p + (2 * down)), Vector256.Load(p + (3 * down)), Vector256.Load(p + (4 * down)), Vector256.Load(p + (5 * down)), (float*)(half + x), Side * Lanes);
        }

        for (int y = 0; y < 3; y++)
        {
            Vector256<float>* h = half + (y * Side);
            WeightGradientLine(h[0], h[1], h[2], h[3], h[4], h[5], taps + (3 * y * Lanes), Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InputLine(Vector256<float> d0, Vector256<float> d1, Vector256<float> d2, Vector256<float> d3, Vector256<float> d4, Vector256<float> d5, float* target, long stride)
    {
        Vector256<float> two = Vector256.Create(2f), four = Vector256.Create(4f), five = Vector256.Create(5f);
        Vector256<float> even = d4 - (four * d2), odd = d3 - (four * d1);
        Vector256<float> near = d4 - d2, far = two * (d3 - d1);
        Vector256.MultiplyAddEstimate(four, d0, d4 - (five * d2)).Store(target);
        (even + odd).Store(target + stride);
        (even - odd).Store(target + (2 * stride));
        (near + far).Store(target + (3 * stride));
        (near - far).Store(target + (4 * stride));
        Vector256.MultiplyAddEstimate(four, d1, d5 - (five * d3)).Store(target + (5 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OutputLine(Vector256<float> m0, Vector256<float> m1, Vector256<float> m2, Vector256<float> m3, Vector256<float> m4, Vector256<float> m5, float* target, long stride)
    {
        Vector256<float> two = Vector256.Create(2f), four = Vector256.Create(4f), eight = Vector256.Create(8f);
        Vector256<float> s = m1 + m2, d = m1 - m2, ss = m3 + m4, dd = m3 - m4;
        (m0 + s + ss).Store(target);
        Vector256.MultiplyAddEstimate(two, dd, d).Store(target + stride);
        Vector256.MultiplyAddEstimate(four, ss, s).Store(target + (2 * stride));
        (Vector256.MultiplyAddEstimate(eight, dd, d) + m5).Store(target + (3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientLine(Vector256<float> y0, Vector256<float> y1, Vector256<float> y2, Vector256<float> y3, float* target, long stride)
    {
        Vector256<float> two = Vector256.Create(2f), four = Vector256.Create(4f), eight = Vector256.Create(8f);
        Vector256<float> even = y0 + y2, odd = y1 + y3;
        Vector256<float> even2 = Vector256.MultiplyAddEstimate(four, y2, y0), odd2 = Vector256.MultiplyAddEstimate(eight, y3, two * y1);
        y0.Store(target);
        (even + odd).Store(target + stride);
        (even - odd).Store(target + (2 * stride));
        (even2 + odd2).Store(target + (3 * stride));
        (even2 - odd2).Store(target + (4 * stride));
        y3.Store(target + (5 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WeightLine(Vector256<float> g0, Vector256<float> g1, Vector256<float> g2, float* target, long stride)
    {
        Vector256<float> quarter = Vector256.Create(0.25f), sixth = Vector256.Create(-1f / 6), fine = Vector256.Create(1f / 24), twelfth = Vector256.Create(1f / 12), positive = Vector256.Create(1f / 6);
        Vector256<float> outer = sixth * (g0 + g2), inner = sixth * g1;
        Vector256<float> wide = Vector256.MultiplyAddEstimate(fine, g0, positive * g2), middle = twelfth * g1;
        (quarter * g0).Store(target);
        (outer + inner).Store(target + stride);
        (outer - inner).Store(target + (2 * stride));
        (wide + middle).Store(target + (3 * stride));
        (wide - middle).Store(target + (4 * stride));
        g2.Store(target + (5 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WeightGradientLine(Vector256<float> u0, Vector256<float> u1, Vector256<float> u2, Vector256<float> u3, Vector256<float> u4, Vector256<float> u5, float* target, long stride)
    {
        Vector256<float> quarter = Vector256.Create(0.25f), sixth = Vector256.Create(1f / 6), fine = Vector256.Create(1f / 24), twelfth = Vector256.Create(1f / 12);
        Vector256<float> near = u1 + u2, far = u3 + u4;
        Vector256.MultiplyAddEstimate(fine, far, (quarter * u0) - (sixth * near)).Store(target);
        Vector256.MultiplyAddEstimate(twelfth, u3 - u4, sixth * (u2 - u1)).Store(target + stride);
        (Vector256.MultiplyAddEstimate(sixth, far - near, u5)).Store(target + (2 * stride));
    }
}
