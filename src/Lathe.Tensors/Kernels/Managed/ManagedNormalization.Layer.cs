using System.Numerics;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <content>Layer normalisation.</content>
internal sealed unsafe partial class ManagedNormalization
{
    /// <inheritdoc/>
    public void LayerForward(int rows, int columns, float* x, float* scale, float* shift, float epsilon, float* y, float* mean, float* inverseDeviation) =>
        team.For(rows, Math.Max(1, 8192 / Math.Max(1, columns)), new LayerBody(columns, x, scale, shift, epsilon, y, mean, inverseDeviation));

    /// <inheritdoc/>
    public void LayerBackward(int rows, int columns, float* x, float* dy, float* scale, float* mean, float* inverseDeviation, float* dx, float* dscale, float* dshift)
    {
        team.For(rows, Math.Max(1, 8192 / Math.Max(1, columns)), new LayerGradientBody(columns, x, dy, scale, mean, inverseDeviation, dx));
        if (dscale == null && dshift == null)
        {
            return;
        }

        using var sums = new Scratch(2L * columns);
        new Span<float>(sums.Floats, 2 * columns).Clear();
        team.For(columns, Math.Max(16, 32768 / Math.Max(1, rows)), new LayerSumsBody(rows, columns, x, dy, mean, inverseDeviation, sums.Floats));
        if (dshift != null)
        {
            new ReadOnlySpan<float>(sums.Floats, columns).CopyTo(new Span<float>(dshift, columns));
        }

        if (dscale != null)
        {
            new ReadOnlySpan<float>(sums.Floats + columns, columns).CopyTo(new Span<float>(dscale, columns));
        }
    }

    private readonly struct LayerBody(int columns, float* x, float* scale, float* shift, float epsilon, float* y, float* mean, float* inverseDeviation) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            var reduction = new ManagedReduction(SerialTeam.Instance);
            for (int row = begin; row < end; row++)
            {
                float* source = x + ((long)row * columns);
                float* target = y + ((long)row * columns);
                float center = (float)(reduction.Sum(columns, source) / columns);
                for (int c = 0; c < columns; c += Vector<float>.Count)
                {
                    Store(Load(source + c, columns - c) - new Vector<float>(center), target + c, columns - c);
                }

                float inverse = (float)(1 / Math.Sqrt((reduction.SumOfSquares(columns, target) / columns) + epsilon));
                (mean[row], inverseDeviation[row]) = (center, inverse);
                for (int c = 0; c < columns; c += Vector<float>.Count)
                {
                    int rest = columns - c;
                    Vector<float> value = Load(target + c, rest) * inverse;
                    value = scale == null ? value : value * Load(scale + c, rest);
                    value = shift == null ? value : value + Load(shift + c, rest);
                    Store(value, target + c, rest);
                }
            }
        }
    }

    private readonly struct LayerGradientBody(int columns, float* x, float* dy, float* scale, float* mean, float* inverseDeviation, float* dx) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                long at = (long)row * columns;
                float center = mean[row], inverse = inverseDeviation[row];
                double sum = 0, product = 0;
                for (int c = 0; c < columns; c++)
                {
                    float g = scale == null ? dy[at + c] : dy[at + c] * scale[c];
                    sum += g;
                    product += g * (x[at + c] - center);
                }

                float b = (float)(-product * inverse * inverse * inverse / columns);
                float a = (float)(-sum * inverse / columns);
                for (int c = 0; c < columns; c += Vector<float>.Count)
                {
                    int rest = columns - c;
                    Vector<float> g = Load(dy + at + c, rest);
                    g = scale == null ? g : g * Load(scale + c, rest);
                    Store((g * inverse) + ((Load(x + at + c, rest) - new Vector<float>(center)) * b) + new Vector<float>(a), dx + at + c, rest);
                }
            }
        }
    }

    private readonly struct LayerSumsBody(int rows, int columns, float* x, float* dy, float* mean, float* inverseDeviation, float* sums) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = 0; row < rows; row++)
            {
                long at = (long)row * columns;
                var center = new Vector<float>(mean[row]);
                var inverse = new Vector<float>(inverseDeviation[row]);
                for (int c = begin; c < end; c += Vector<float>.Count)
                {
                    int rest = end - c;
                    Vector<float> g = Load(dy + at + c, rest);
                    Store(Load(sums + c, rest) + g, sums + c, rest);
                    Store(Load(sums + columns + c, rest) + (g * (Load(x + at + c, rest) - center) * inverse), sums + columns + c, rest);
                }
            }
        }
    }
}
