using Lathe.Tensors.Kernels;

namespace Lathe.Tensors.Tests.Conformance;

/// <summary>What LSTM and GRU must compute, forward by their definition, backward by differences of the definition.</summary>
[Trait("Category", "SimdSensitive")]
public abstract unsafe class RecurrentConformance
{
    private const double Step = 1e-5;

    protected abstract KernelBackend Backend { get; }

    /// <summary>Steps, batch, input, hidden, reverse.</summary>
    public static TheoryData<int, int, int, int, bool> Cases => new() { { 1, 1, 1, 1, false }, { 4, 3, 5, 7, false }, { 5, 2, 9, 8, true }, { 3, 6, 17, 19, false } };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lstm_MatchesDefinition(int steps, int batch, int input, int hidden, bool reverse)
    {
        var g = new RecurrentGeometry(steps, batch, input, hidden, reverse);
        int[] sizes = RecurrentDefinition.Sizes(g, 4);
        using var p = new Parameters(sizes);
        double[] expected = RecurrentDefinition.Lstm(g, p.Values);
        int sequence = steps * batch * hidden, state = batch * hidden;
        using KernelBuffer y = new(sequence), hn = new(state), cn = new(state), workspace = new((int)Backend.Recurrent.LstmWorkspace(g));
        Backend.Recurrent.LstmForward(g, DType.Float32, p[0], p[1], p[2], p[3], p[4], p[5], y.Pointer, hn.Pointer, cn.Pointer, workspace.Pointer);
        y.ShouldMatch(expected.AsSpan(0, sequence), 1e-5, "y");
        hn.ShouldMatch(expected.AsSpan(sequence, state), 1e-5, "hn");
        cn.ShouldMatch(expected.AsSpan(sequence + state), 1e-5, "cn");

        using KernelBuffer seed = KernelBuffer.Random(expected.Length, 77);
        using var d = new Gradients(sizes);
        Backend.Recurrent.LstmBackward(g, DType.Float32, p[0], p[1], p[2], p[3], p[4], p[5], y.Pointer, workspace.Pointer, seed.Pointer, seed.Pointer + sequence, seed.Pointer + sequence + state, d[0], d[1], d[2], d[3], d[4], d[5]);
        d.ShouldMatch(p, seed, v => RecurrentDefinition.Lstm(g, v), 6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gru_MatchesDefinition(int steps, int batch, int input, int hidden, bool reverse)
    {
        var g = new RecurrentGeometry(steps, batch, input, hidden, reverse);
        foreach (bool linear in new[] { false, true })
        {
            int[] sizes = RecurrentDefinition.Sizes(g, 3);
            using var p = new Parameters(sizes);
            double[] expected = RecurrentDefinition.Gru(g, linear, p.Values);
            int sequence = steps * batch * hidden, state = batch * hidden;
            using KernelBuffer y = new(sequence), hn = new(state), workspace = new((int)Backend.Recurrent.GruWorkspace(g));
            Backend.Recurrent.GruForward(g, DType.Float32, linear, p[0], p[1], p[2], p[3], p[4], y.Pointer, hn.Pointer, workspace.Pointer);
            y.ShouldMatch(expected.AsSpan(0, sequence), 1e-5, "y");
            hn.ShouldMatch(expected.AsSpan(sequence), 1e-5, "hn");

            using KernelBuffer seed = KernelBuffer.Random(expected.Length, 77);
            using var d = new Gradients(sizes);
            Backend.Recurrent.GruBackward(g, DType.Float32, linear, p[0], p[1], p[2], p[3], p[4], y.Pointer, workspace.Pointer, seed.Pointer, seed.Pointer + sequence, d[0], d[1], d[2], d[3], d[4]);
            d.ShouldMatch(p, seed, v => RecurrentDefinition.Gru(g, linear, v), 5);
        }
    }

    private sealed class Parameters(int[] sizes) : IDisposable
    {
        private readonly KernelBuffer[] _buffers = [.. sizes.Select((size, i) => KernelBuffer.Random(size, i + 1, -0.8f, 0.8f))];

        public double[][] Values => [.. _buffers.Select(b => Array.ConvertAll(b.Span.ToArray(), v => (double)v))];

        public float* this[int index] => _buffers[index].Pointer;

        public void Dispose() => Array.ForEach(_buffers, b => b.Dispose());
    }

    private sealed class Gradients(int[] sizes) : IDisposable
    {
        private readonly KernelBuffer[] _buffers = [.. sizes.Select(size => new KernelBuffer(size))];

        public float* this[int index] => _buffers[index].Pointer;

        /// <summary>Compares up to 40 elements of each gradient with central differences of the seeded sum of all results.</summary>
        public void ShouldMatch(Parameters parameters, KernelBuffer seed, Func<double[][], double[]> definition, int count)
        {
            double[][] values = parameters.Values;
            for (int p = 0; p < count; p++)
            {
                int stride = Math.Max(1, values[p].Length / 40);
                for (int i = 0; i < values[p].Length; i += stride)
                {
                    double saved = values[p][i];
                    values[p][i] = saved + Step;
                    double up = Sum(definition(values), seed);
                    values[p][i] = saved - Step;
                    double down = Sum(definition(values), seed);
                    values[p][i] = saved;
                    double expected = (up - down) / (2 * Step);
                    ((double)_buffers[p][i]).ShouldBe(expected, 2e-4 * Math.Max(1, Math.Abs(expected)), $"gradient {p}, element {i}");
                }
            }
        }

        public void Dispose() => Array.ForEach(_buffers, b => b.Dispose());

        private static double Sum(double[] results, KernelBuffer seed)
        {
            double sum = 0;
            for (int i = 0; i < results.Length; i++)
            {
                sum += results[i] * seed[i];
            }

            return sum;
        }
    }
}
