using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>What normalisations, softmax and reductions must compute. Their gradients are checked by differences.</summary>
[Trait("Category", "SimdSensitive")]
public abstract unsafe class RowsConformance
{
    protected abstract KernelBackend Backend { get; }

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 2, 3 }, { 7, 17 }, { 300, 5 }, { 33, 64 }, { 5, 1000 }, { 3000, 19 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void BatchNorm_LargeMean_MatchesDefinition(int rows, int channels)
    {
        using KernelBuffer x = KernelBuffer.Random(rows * channels, 1, 99, 101), scale = KernelBuffer.Random(channels, 2), shift = KernelBuffer.Random(channels, 3), residual = KernelBuffer.Random(rows * channels, 4);
        using KernelBuffer y = new(rows * channels), mean = new(channels), variance = new(channels), inverse = new(channels);
        double[] expected = new double[y.Count], means = new double[channels], variances = new double[channels];
        for (int c = 0; c < channels; c++)
        {
            (means[c], variances[c]) = Moments(i => x[(i * channels) + c], rows);
            for (int i = 0; i < rows; i++)
            {
                int at = (i * channels) + c;
                expected[at] = Math.Max(0, ((x[at] - means[c]) / Math.Sqrt(variances[c] + 1e-2) * scale[c]) + shift[c] + residual[at]);
            }
        }

        Backend.Normalization.BatchForwardTraining(rows, channels, x.Pointer, scale.Pointer, shift.Pointer, 1e-2f, Activation.Relu, residual.Pointer, y.Pointer, mean.Pointer, variance.Pointer, inverse.Pointer);
        mean.ShouldMatch(means, 1e-6, "mean");
        variance.ShouldMatch(variances, 1e-4, "variance");
        y.ShouldMatch(expected, 2e-4, "y");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void LayerNorm_MatchesDefinition(int rows, int columns)
    {
        using KernelBuffer x = KernelBuffer.Random(rows * columns, 1, 4, 6), scale = KernelBuffer.Random(columns, 2), shift = KernelBuffer.Random(columns, 3);
        using KernelBuffer y = new(rows * columns), mean = new(rows), inverse = new(rows);
        double[] expected = new double[y.Count];
        for (int i = 0; i < rows; i++)
        {
            (double average, double variance) = Moments(c => x[(i * columns) + c], columns);
            for (int c = 0; c < columns; c++)
            {
                expected[(i * columns) + c] = ((x[(i * columns) + c] - average) / Math.Sqrt(variance + 1e-3) * scale[c]) + shift[c];
            }
        }

        Backend.Normalization.LayerForward(rows, columns, x.Pointer, scale.Pointer, shift.Pointer, 1e-3f, y.Pointer, mean.Pointer, inverse.Pointer);
        y.ShouldMatch(expected, 2e-5, "y");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Softmax_MatchesDefinition(int rows, int columns)
    {
        foreach (bool logarithm in new[] { false, true })
        {
            using KernelBuffer x = KernelBuffer.Random(rows * columns, 1, -60, 90), y = new(rows * columns);
            double[] expected = new double[y.Count];
            for (int i = 0; i < rows; i++)
            {
                double max = x.Span.Slice(i * columns, columns).ToArray().Max(), sum = 0;
                for (int c = 0; c < columns; c++)
                {
                    sum += Math.Exp(x[(i * columns) + c] - max);
                }

                for (int c = 0; c < columns; c++)
                {
                    double log = x[(i * columns) + c] - max - Math.Log(sum);
                    expected[(i * columns) + c] = logarithm ? log : Math.Exp(log);
                }
            }

            Backend.Softmax.Forward(rows, columns, x.Pointer, y.Pointer, logarithm);
            y.ShouldMatch(expected, 1e-6, $"y, logarithm {logarithm}");
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 1)]
    [InlineData(1, 5000, 1)]
    [InlineData(4, 33, 7)]
    [InlineData(1, 3000, 17)]
    [InlineData(2, 9, 64)]
    public void Reduce_MatchesDefinition(int outer, int axis, int inner)
    {
        foreach (ReduceOp op in Enum.GetValues<ReduceOp>())
        {
            using KernelBuffer x = KernelBuffer.Random(outer * axis * inner, 1, op == ReduceOp.Product ? 0.99f : -1, op == ReduceOp.Product ? 1.01f : 1), y = new(outer * inner);
            double[] expected = new double[y.Count];
            for (int i = 0; i < expected.Length; i++)
            {
                IEnumerable<double> values = Enumerable.Range(0, axis).Select(a => (double)x[(((i / inner * axis) + a) * inner) + (i % inner)]);
                expected[i] = op switch
                {
                    ReduceOp.Sum => values.Sum(),
                    ReduceOp.Mean => values.Average(),
                    ReduceOp.Max => values.Max(),
                    ReduceOp.Min => values.Min(),
                    ReduceOp.Product => values.Aggregate(1.0, (p, v) => p * v),
                    ReduceOp.SumSquare => values.Sum(v => v * v),
                    _ => values.Sum(Math.Abs),
                };
            }

            Backend.Reduction.Reduce(op, outer, axis, inner, x.Pointer, y.Pointer);
            y.ShouldMatch(expected, op == ReduceOp.Product ? 1e-4 : 1e-5, op.ToString());
        }
    }

    private static (double Mean, double Variance) Moments(Func<int, float> value, int count)
    {
        double mean = Enumerable.Range(0, count).Average(i => (double)value(i));
        return (mean, Enumerable.Range(0, count).Average(i => (value(i) - mean) * (value(i) - mean)));
    }
}
