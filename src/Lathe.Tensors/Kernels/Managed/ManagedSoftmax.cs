using System.Numerics;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Softmax and cross-entropy by rows.</summary>
internal sealed unsafe class ManagedSoftmax(ThreadTeam team) : ISoftmaxKernels
{
    /// <inheritdoc/>
    public void Forward(int rows, int columns, float* x, float* y, bool logarithm) =>
        team.For(rows, Math.Max(1, 4096 / Math.Max(1, columns)), new ForwardBody(columns, x, y, logarithm));

    /// <inheritdoc/>
    public void Backward(int rows, int columns, float* y, float* dy, float* dx, bool logarithm) =>
        team.For(rows, Math.Max(1, 4096 / Math.Max(1, columns)), new BackwardBody(columns, y, dy, dx, logarithm));

    /// <inheritdoc/>
    public void CrossEntropy(int rows, int columns, float* x, int* labels, float smoothing, int ignore, float gradientScale, float* losses, float* dx) =>
        team.For(rows, Math.Max(1, 4096 / Math.Max(1, columns)), new CrossEntropyBody(columns, x, labels, smoothing, ignore, gradientScale, losses, dx));

    private static float Max(float* x, int count)
    {
        float max = float.NegativeInfinity;
        int i = 0;
        if (count >= Vector<float>.Count)
        {
            Vector<float> best = Vector.Load(x);
            for (i = Vector<float>.Count; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            {
                best = Vector.Max(best, Vector.Load(x + i));
            }

            for (int k = 0; k < Vector<float>.Count; k++)
            {
                max = Math.Max(max, best[k]);
            }
        }

        for (; i < count; i++)
        {
            max = Math.Max(max, x[i]);
        }

        return max;
    }

    /// <summary>y = exp(x - shift) (y may be null); the sum in double by blocks of vectors.</summary>
    private static double Exponentials(float* x, int count, float shift, float* y)
    {
        double total = 0;
        var offset = new Vector<float>(shift);
        int i = 0;
        while (i <= count - Vector<float>.Count)
        {
            Vector<float> sum = default;
            int stop = Math.Min(count - Vector<float>.Count, i + 1024);
            for (; i <= stop; i += Vector<float>.Count)
            {
                Vector<float> e = Vector.Exp(Vector.Load(x + i) - offset);
                if (y != null)
                {
                    Vector.Store(e, y + i);
                }

                sum += e;
            }

            total += Vector.Sum(sum);
        }

        if (i < count)
        {
            Vector<float> e = Vector.Exp(Tail.Load(x + i, count - i) - offset);
            for (int k = 0; i < count; i++, k++)
            {
                total += e[k];
                if (y != null)
                {
                    y[i] = e[k];
                }
            }
        }

        return total;
    }

    /// <summary>y = alpha x + beta.</summary>
    private static void Affine(float* x, int count, float alpha, float beta, float* y)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Store((Vector.Load(x + i) * alpha) + new Vector<float>(beta), y + i);
        }

        for (; i < count; i++)
        {
            y[i] = (alpha * x[i]) + beta;
        }
    }

    private readonly struct ForwardBody(int columns, float* x, float* y, bool logarithm) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                float* source = x + ((long)row * columns);
                float* target = y + ((long)row * columns);
                float max = Max(source, columns);
                if (logarithm)
                {
                    double sum = Exponentials(source, columns, max, null);
                    Affine(source, columns, 1, (float)(-max - Math.Log(sum)), target);
                }
                else
                {
                    double sum = Exponentials(source, columns, max, target);
                    Affine(target, columns, (float)(1 / sum), 0, target);
                }
            }
        }
    }

    private readonly struct BackwardBody(int columns, float* y, float* dy, float* dx, bool logarithm) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                long at = (long)row * columns;
                double sum = 0;
                for (int c = 0; c < columns; c++)
                {
                    sum += logarithm ? dy[at + c] : dy[at + c] * y[at + c];
                }

                for (int c = 0; c < columns; c++)
                {
                    dx[at + c] = logarithm ? dy[at + c] - (float)(Math.Exp(y[at + c]) * sum) : y[at + c] * (dy[at + c] - (float)sum);
                }
            }
        }
    }

    private readonly struct CrossEntropyBody(int columns, float* x, int* labels, float smoothing, int ignore, float gradientScale, float* losses, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                float* source = x + ((long)row * columns);
                float* target = dx == null ? null : dx + ((long)row * columns);
                if (labels[row] == ignore)
                {
                    losses[row] = 0;
                    if (target != null)
                    {
                        new Span<float>(target, columns).Clear();
                    }

                    continue;
                }

                float max = Max(source, columns);
                double sum = Exponentials(source, columns, max, target);
                double logSum = max + Math.Log(sum);
                double loss = logSum - ((1 - smoothing) * source[labels[row]]);
                if (smoothing > 0)
                {
                    loss -= smoothing * new ManagedReduction(SerialTeam.Instance).Sum(columns, source) / columns;
                }

                losses[row] = (float)loss;
                if (target != null)
                {
                    Affine(target, columns, (float)(gradientScale / sum), -gradientScale * smoothing / columns, target);
                    target[labels[row]] -= gradientScale * (1 - smoothing);
                }
            }
        }
    }
}
