using Lathe.Compression.Analysis.Hessian;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Analysis;

public class HutchinsonTraceTests
{
    /// <summary>Of <c>sum a w^2 / 2</c> every draw gives the trace itself: signs squared are 1.</summary>
    [Fact]
    public void Trace_OfADiagonalQuadratic_IsExact()
    {
        float[][] curvature = [[1, 2, 3], [0.5f, 10, -4, 7]], point = [[0.3f, -2, 1], [4, 0.1f, -1, 2]];
        IReadOnlyList<float[]> Gradient(IReadOnlyList<float[]> w) => [.. w.Select((block, b) => block.Select((v, i) => curvature[b][i] * v).ToArray())];

        (double Trace, double Error)[] traces = HutchinsonTrace.Estimate(point, Gradient, 3, RandomKey.FromSeed(1), 0.1);

        traces[0].Trace.ShouldBe(6, 1e-4);
        traces[1].Trace.ShouldBe(13.5, 1e-4);
        traces.ShouldAllBe(t => t.Error < 1e-3);
    }

    /// <summary>With correlations single draws scatter around the trace as their standard error says.</summary>
    [Fact]
    public void Trace_OfAnyQuadratic_IsMetOnAverage()
    {
        const int N = 12;
        float[] root = new float[N * N];
        RandomKey.FromSeed(2).FillNormal(root);
        double[,] a = new double[N, N];
        for (int i = 0; i < N * N * N; i++)
        {
            a[i / N / N, i / N % N] += (double)root[(i / N / N * N) + (i % N)] * root[(i / N % N * N) + (i % N)];
        }

        IReadOnlyList<float[]> Gradient(IReadOnlyList<float[]> w) => [[.. Enumerable.Range(0, N).Select(r => (float)Enumerable.Range(0, N).Sum(c => a[r, c] * w[0][c]))]];
        double exact = Enumerable.Range(0, N).Sum(i => a[i, i]);

        (double trace, double error) = HutchinsonTrace.Estimate([new float[N]], Gradient, 400, RandomKey.FromSeed(3))[0];

        Math.Abs(trace - exact).ShouldBeLessThan(3 * error);
        error.ShouldBeLessThan(0.1 * exact);
    }

    /// <summary>The loss of logits <c>W x</c> under softmax has the Hessian <c>(diag p - p p') x x'</c>, whose trace can be written down.</summary>
    [Fact]
    public void Curvature_OfALinearClassifier_IsThatOfSoftmax()
    {
        var b = new GraphBuilder("linear", RandomKey.FromSeed(4));
        string x = b.Flatten(b.Input("input", DType.Float32, 1, 12, 12), 144);
        ModelGraph graph = b.Build(b.Linear(x, 4, "head"), "logits", "N", 4);
        Lathe.Training.Data.DataSplit data = Trial.Images.Train.Take(16);

        LayerCurvature read = LayerCurvature.Read(graph, data, 200, RandomKey.FromSeed(5)).Single();

        double exact = 0;
        float[] sample = new float[144], w = graph.Parameters["head.weight"].ToFloats();
        for (int n = 0; n < data.Count; n++)
        {
            data.Read(n, sample);
            double[] e = [.. Enumerable.Range(0, 4).Select(c => Math.Exp(Enumerable.Range(0, 144).Sum(i => (double)w[(c * 144) + i] * sample[i])))];
            double sum = e.Sum();
            exact += e.Sum(v => v / sum * (1 - (v / sum))) * sample.Sum(v => (double)v * v) / data.Count;
        }

        read.Count.ShouldBe(576);
        Math.Abs(read.Trace - exact).ShouldBeLessThan(Math.Max(4 * read.Error, 0.02 * exact));
    }
}
