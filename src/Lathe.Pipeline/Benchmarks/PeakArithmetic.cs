using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lathe.Tensors.Threading;

namespace Lathe.Pipeline.Benchmarks;

/// <summary>The most binary32 operations a second this machine does: fused multiply-adds on registers alone, all threads at once.</summary>
public static class PeakArithmetic
{
    private const int Steps = 1 << 18;
    private const int Rounds = 40;

    /// <summary>Operations a second, a multiply-add counted as two; the fastest of 40 rounds.</summary>
    public static double Measure(ThreadTeam team, TimeProvider time)
    {
        double best = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            long start = time.GetTimestamp();
            team.For(team.Count, 1, default(Body));
            best = Math.Min(best, time.GetElapsedTime(start).TotalSeconds);
        }

        int lanes = Vector512.IsHardwareAccelerated ? 16 : 8;
        return 2.0 * 12 * lanes * Steps * team.Count / best;
    }

    private readonly struct Body : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                Sink(Vector512.IsHardwareAccelerated ? Wide() : Narrow());
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Sink(float value) => GC.KeepAlive(value > 1e30f ? "large" : null);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector256<float> m = Vector256.Create(0.9999f), n = Vector256.Create(1e-4f);
        Vector256<float> a = n, b = n, c = n, d = n, e = n, f = n, g = n, h = n, i = n, j = n, k = n, l = n;
        for (int step = 0; step < Steps; step++)
        {
            a = Vector256.MultiplyAddEstimate(a, m, n);
            b = Vector256.MultiplyAddEstimate(b, m, n);
            c = Vector256.MultiplyAddEstimate(c, m, n);
            d = Vector256.MultiplyAddEstimate(d, m, n);
            e = Vector256.MultiplyAddEstimate(e, m, n);
            f = Vector256.MultiplyAddEstimate(f, m, n);
            g = Vector256.MultiplyAddEstimate(g, m, n);
            h = Vector256.MultiplyAddEstimate(h, m, n);
            i = Vector256.MultiplyAddEstimate(i, m, n);
            j = Vector256.MultiplyAddEstimate(j, m, n);
            k = Vector256.MultiplyAddEstimate(k, m, n);
            l = Vector256.MultiplyAddEstimate(l, m, n);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> m = Vector512.Create(0.9999f), n = Vector512.Create(1e-4f);
        Vector512<float> a = n, b = n, c = n, d = n, e = n, f = n, g = n, h = n, i = n, j = n, k = n, l = n;
        for (int step = 0; step < Steps; step++)
        {
            a = Vector512.MultiplyAddEstimate(a, m, n);
            b = Vector512.MultiplyAddEstimate(b, m, n);
            c = Vector512.MultiplyAddEstimate(c, m, n);
            d = Vector512.MultiplyAddEstimate(d, m, n);
            e = Vector512.MultiplyAddEstimate(e, m, n);
            f = Vector512.MultiplyAddEstimate(f, m, n);
            g = Vector512.MultiplyAddEstimate(g, m, n);
            h = Vector512.MultiplyAddEstimate(h, m, n);
            i = Vector512.MultiplyAddEstimate(i, m, n);
            j = Vector512.MultiplyAddEstimate(j, m, n);
            k = Vector512.MultiplyAddEstimate(k, m, n);
            l = Vector512.MultiplyAddEstimate(l, m, n);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
