using System.Numerics;
using Lathe.Tensors.Memory;
using Lathe.Tensors.Threading;

namespace Lathe.Tensors.Kernels.Managed;

/// <summary>Batch normalisation; channel sums are taken per block of rows in binary32 and added up in double.</summary>
internal sealed unsafe partial class ManagedNormalization(ThreadTeam team) : INormalizationKernels
{
    private const int RowBlock = 256;

    /// <inheritdoc/>
    public void BatchForwardTraining(int rows, int channels, float* x, float* scale, float* shift, float epsilon, Activation activation, float* residual, float* y, float* mean, float* variance, float* inverseDeviation)
    {
        // Shifted sums: the first row stands near the mean, so that the variance does not cancel.
        using var sums = new ChannelSums(team, rows, channels);
        team.For(sums.Parts, 1, new MomentsBody(sums, rows, channels, x));
        sums.Combine(2);
        for (int c = 0; c < channels; c++)
        {
            double first = sums.Totals[c] / rows, second = sums.Totals[channels + c] / rows;
            double var = Math.Max(0, second - (first * first));
            mean[c] = (float)(x[c] + first);
            variance[c] = (float)var;
            inverseDeviation[c] = (float)(1 / Math.Sqrt(var + epsilon));
        }

        using var factors = new Scratch(2L * channels);
        for (int c = 0; c < channels; c++)
        {
            factors.Floats[c] = scale[c] * inverseDeviation[c];
            factors.Floats[channels + c] = shift[c] - (mean[c] * factors.Floats[c]);
        }

        Apply(rows, channels, x, factors.Floats, activation, residual, y);
    }

    /// <inheritdoc/>
    public void BatchForwardInference(int rows, int channels, float* x, float* scale, float* shift, float* mean, float* variance, float epsilon, Activation activation, float* y)
    {
        using var factors = new Scratch(2L * channels);
        for (int c = 0; c < channels; c++)
        {
            factors.Floats[c] = scale[c] / MathF.Sqrt(variance[c] + epsilon);
            factors.Floats[channels + c] = shift[c] - (mean[c] * factors.Floats[c]);
        }

        Apply(rows, channels, x, factors.Floats, activation, null, y);
    }

    /// <inheritdoc/>
    public void BatchBackward(int rows, int channels, float* x, float* y, float* dy, float* scale, float* mean, float* inverseDeviation, Activation activation, float* dx, float* dscale, float* dshift, float* dresidual)
    {
        using var sums = new ChannelSums(team, rows, channels);
        team.For(sums.Parts, 1, new GradientSumsBody(sums, rows, channels, x, y, dy, mean, activation));
        sums.Combine(2);
        using var factors = new Scratch(3L * channels);
        for (int c = 0; c < channels; c++)
        {
            double sumDy = sums.Totals[c], sumDyX = sums.Totals[channels + c];
            dshift[c] = (float)sumDy;
            dscale[c] = (float)(sumDyX * inverseDeviation[c]);
            double a = scale[c] * inverseDeviation[c];
            double b = -a * inverseDeviation[c] * inverseDeviation[c] * sumDyX / rows;
            factors.Floats[c] = (float)a;
            factors.Floats[channels + c] = (float)b;
            factors.Floats[(2 * channels) + c] = (float)((-a * sumDy / rows) - (b * mean[c]));
        }

        team.For(rows, Math.Max(1, 16384 / channels), new GradientBody(channels, x, y, dy, factors.Floats, activation, dx, dresidual));
    }

    private void Apply(int rows, int channels, float* x, float* factors, Activation activation, float* residual, float* y) =>
        team.For(rows, Math.Max(1, 16384 / channels), new ApplyBody(channels, x, factors, activation, residual, y));

    private static Vector<float> Activate(Vector<float> value, Activation activation)
    {
        if (activation == Activation.Identity)
        {
            return value;
        }

        value = Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);
        return activation == Activation.Relu6 ? Vector.Min(value, new Vector<float>(6)) : value;
    }

    private static Vector<float> Mask(Vector<float> gradient, Vector<float> y, Activation activation)
    {
        Vector<int> passed = Vector.GreaterThan(y, Vector<float>.Zero);
        if (activation == Activation.Relu6)
        {
            passed &= Vector.LessThan(y, new Vector<float>(6));
        }

        return Vector.ConditionalSelect(passed, gradient, Vector<float>.Zero);
    }

    private static Vector<float> Load(float* source, int rest) => rest >= Vector<float>.Count ? Vector.Load(source) : Tail.Load(source, rest);

    private static void Store(Vector<float> value, float* target, int rest)
    {
        if (rest >= Vector<float>.Count)
        {
            Vector.Store(value, target);
        }
        else
        {
            Tail.Store(value, target, rest);
        }
    }

    private readonly struct ApplyBody(int channels, float* x, float* factors, Activation activation, float* residual, float* y) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                long at = (long)row * channels;
                for (int c = 0; c < channels; c += Vector<float>.Count)
                {
                    int rest = channels - c;
                    Vector<float> value = Vector.MultiplyAddEstimate(Load(x + at + c, rest), Load(factors + c, rest), Load(factors + channels + c, rest));
                    if (residual != null)
                    {
                        value += Load(residual + at + c, rest);
                    }

                    Store(Activate(value, activation), y + at + c, rest);
                }
            }
        }
    }

    private readonly struct MomentsBody(ChannelSums sums, int rows, int channels, float* x) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int part = begin; part < end; part++)
            {
                (int first, int last) = sums.Rows(part, rows);
                for (int block = first; block < last; block += RowBlock)
                {
                    Block(block, Math.Min(last, block + RowBlock), sums.Part(part));
                }
            }
        }

        private void Block(int first, int last, double* totals)
        {
            for (int c = 0; c < channels; c += Vector<float>.Count)
            {
                int rest = channels - c;
                Vector<float> origin = Load(x + c, rest), sum = default, square = default;
                for (int row = first; row < last; row++)
                {
                    Vector<float> d = Load(x + ((long)row * channels) + c, rest) - origin;
                    sum += d;
                    square += d * d;
                }

                for (int i = 0; i < Math.Min(rest, Vector<float>.Count); i++)
                {
                    totals[c + i] += sum[i];
                    totals[channels + c + i] += square[i];
                }
            }
        }
    }

    private readonly struct GradientSumsBody(ChannelSums sums, int rows, int channels, float* x, float* y, float* dy, float* mean, Activation activation) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int part = begin; part < end; part++)
            {
                (int first, int last) = sums.Rows(part, rows);
                for (int block = first; block < last; block += RowBlock)
                {
                    Block(block, Math.Min(last, block + RowBlock), sums.Part(part));
                }
            }
        }

        private void Block(int first, int last, double* totals)
        {
            for (int c = 0; c < channels; c += Vector<float>.Count)
            {
                int rest = channels - c;
                Vector<float> center = Load(mean + c, rest), sum = default, product = default;
                for (int row = first; row < last; row++)
                {
                    long at = ((long)row * channels) + c;
                    Vector<float> g = Load(dy + at, rest);
                    if (activation != Activation.Identity)
                    {
                        g = Mask(g, Load(y + at, rest), activation);
                    }

                    sum += g;
                    product += g * (Load(x + at, rest) - center);
                }

                for (int i = 0; i < Math.Min(rest, Vector<float>.Count); i++)
                {
                    totals[c + i] += sum[i];
                    totals[channels + c + i] += product[i];
                }
            }
        }
    }

    private readonly struct GradientBody(int channels, float* x, float* y, float* dy, float* factors, Activation activation, float* dx, float* dresidual) : IRangeBody
    {
        public void Run(int begin, int end)
        {
            for (int row = begin; row < end; row++)
            {
                for (int c = 0; c < channels; c += Vector<float>.Count)
                {
                    int rest = channels - c;
                    long at = ((long)row * channels) + c;
                    Vector<float> g = Load(dy + at, rest);
                    if (activation != Activation.Identity)
                    {
                        g = Mask(g, Load(y + at, rest), activation);
                    }

                    if (dresidual != null)
                    {
                        Store(g, dresidual + at, rest);
                    }

                    Vector<float> value = (g * Load(factors + c, rest)) + (Load(x + at, rest) * Load(factors + channels + c, rest)) + Load(factors + (2 * channels) + c, rest);
                    Store(value, dx + at, rest);
                }
            }
        }
    }
}
