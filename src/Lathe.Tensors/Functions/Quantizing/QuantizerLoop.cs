using System.Numerics;
using Lathe.Tensors.Kernels.Managed;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Quantizing;

/// <summary>Runs a quantizer over rows of channels, in blocks of fixed size: sums do not depend on the number of threads.</summary>
internal static unsafe class QuantizerLoop<T>
    where T : struct, IElementQuantizer
{
    private const int Block = 8192;

    /// <summary>Writes the quantized values.</summary>
    /// <param name="quantizer">What to apply.</param>
    /// <param name="rows">Channels.</param>
    /// <param name="inner">Elements of each.</param>
    /// <param name="x">The elements.</param>
    /// <param name="y">The result; may be x.</param>
    /// <param name="a">First parameters, one a channel.</param>
    /// <param name="b">Second parameters, or null.</param>
    /// <param name="keepZeros">Exact zeros stay zeros.</param>
    public static void Forward(T quantizer, int rows, int inner, float* x, float* y, float* a, float* b, bool keepZeros)
    {
        int blocks = (inner + Block - 1) / Block;
        var body = new ForwardBody(quantizer, blocks, inner, x, y, a, b, keepZeros);
        ComputeBackend.Current.Threads.For(rows * blocks, Grain(inner), body);
    }

    /// <summary>Writes the elements' gradients and adds up those of the parameters; any of the three targets may be null.</summary>
    public static void Backward(T quantizer, int rows, int inner, float* x, float* dy, float* dx, float* a, float* b, float* da, float* db, bool keepZeros)
    {
        int blocks = (inner + Block - 1) / Block;
        double[] partsA = new double[rows * blocks], partsB = new double[rows * blocks];
        fixed (double* sumA = partsA)
        fixed (double* sumB = partsB)
        {
            var body = new BackwardBody(quantizer, blocks, inner, x, dy, dx, a, b, da == null ? null : sumA, db == null ? null : sumB, keepZeros);
            ComputeBackend.Current.Threads.For(rows * blocks, Grain(inner), body);
        }

        for (int r = 0; r < rows; r++)
        {
            if (da != null)
            {
                da[r] = (float)partsA.AsSpan(r * blocks, blocks).ToArray().Sum();
            }

            if (db != null)
            {
                db[r] = (float)partsB.AsSpan(r * blocks, blocks).ToArray().Sum();
            }
        }
    }

    private static int Grain(int inner) => Math.Max(1, 16384 / Math.Clamp(inner, 1, Block));

    private static Vector<float> Alive(Vector<float> x, Vector<float> value) => Vector.ConditionalSelect(Vector.Equals(x, Vector<float>.Zero), Vector<float>.Zero, value);

    // Lanes past the end must not count in sums.
    private static Vector<float> WithoutRest(Vector<float> g, int rest) =>
        rest >= Vector<float>.Count ? g : Vector.ConditionalSelect(Vector.LessThan(Vector<float>.Indices, new Vector<float>(rest)), g, Vector<float>.Zero);

    private readonly struct ForwardBody(T quantizer, int blocks, int inner, float* x, float* y, float* a, float* b, bool keepZeros) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int job = begin; job < end; job++)
            {
                int row = job / blocks, first = job % blocks * Block, stop = Math.Min(inner, first + Block);
                var lanes = new QuantizerLanes(a[row], b == null ? 0 : b[row]);
                long at = (long)row * inner;
                for (int i = first; i < stop; i += Vector<float>.Count)
                {
                    Vector<float> v = Lanes.Load(x + at + i, stop - i), result = quantizer.Value(v, lanes);
                    Lanes.Store(keepZeros ? Alive(v, result) : result, y + at + i, stop - i);
                }
            }
        }
    }

    private readonly struct BackwardBody(T quantizer, int blocks, int inner, float* x, float* dy, float* dx, float* a, float* b, double* sumA, double* sumB, bool keepZeros) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int job = begin; job < end; job++)
            {
                int row = job / blocks, first = job % blocks * Block, stop = Math.Min(inner, first + Block);
                var lanes = new QuantizerLanes(a[row], b == null ? 0 : b[row]);
                long at = (long)row * inner;
                Vector<float> partA = Vector<float>.Zero, partB = Vector<float>.Zero;
                for (int i = first; i < stop; i += Vector<float>.Count)
                {
                    Vector<float> v = Lanes.Load(x + at + i, stop - i), g = WithoutRest(Lanes.Load(dy + at + i, stop - i), stop - i);
                    g = keepZeros ? Alive(v, g) : g;
                    if (dx != null)
                    {
                        Lanes.Store(g * quantizer.Slope(v, lanes), dx + at + i, stop - i);
                    }

                    partA += sumA == null ? Vector<float>.Zero : g * quantizer.SlopeA(v, lanes);
                    partB += sumB == null ? Vector<float>.Zero : g * quantizer.SlopeB(v, lanes);
                }

                if (sumA != null)
                {
                    sumA[job] = Vector.Sum(partA);
                }

                if (sumB != null)
                {
                    sumB[job] = Vector.Sum(partB);
                }
            }
        }
    }
}
