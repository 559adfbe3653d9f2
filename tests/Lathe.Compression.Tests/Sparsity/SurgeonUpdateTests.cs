using Lathe.Compression.Calibration;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity;
using Lathe.Compression.Sparsity.Schedules;
using Lathe.Compression.Sparsity.SecondOrder;
using Lathe.Compression.Techniques;
using Lathe.Graph;
using Lathe.Graph.Execution;
using Lathe.Models;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Sparsity;

public class SurgeonUpdateTests
{
    /// <summary>One weight of the first column: the repair is w - w_q / [H^-1]_qq H^-1 e_q and the error w_q^2 / [H^-1]_qq, as derived in 1993.</summary>
    [Fact]
    public void Prune_OneWeight_IsTheFormulaOfOptimalBrainSurgeon()
    {
        SymmetricMatrix moments = Correlated(6, 40);
        double[] row = [0.01, 1, -2, 1.5, -1, 2], before = [.. row];

        SurgeonUpdate.Prune([row], moments, 1.0 / 6, 1, 1e-9);

        // Blocks of one column take their share in turn; the first to be due is the column at half the way.
        int q = Array.IndexOf(row, 0);
        q.ShouldBeGreaterThanOrEqualTo(0);
        SymmetricMatrix part = moments.Damped(1e-9).Part([.. Enumerable.Range(q, 6 - q)]).Inverse();
        for (int k = q; k < 6; k++)
        {
            row[k].ShouldBe(before[k] - (before[q] / part[0, 0] * part[0, k - q]), 1e-6);
        }

        double[] difference = [.. row.Zip(before, (a, b) => a - b)];
        moments.Form(difference).ShouldBe(before[q] * before[q] / part[0, 0], 1e-4);
    }

    [Theory]
    [InlineData(0.5, 128)]
    [InlineData(0.5, 4)]
    [InlineData(0.83, 7)]
    public void Prune_CorrelatedInputs_ChangesOutputsFarLessThanMagnitude(double sparsity, int block)
    {
        SymmetricMatrix moments = Correlated(24, 200);
        double[][] rows = [.. Enumerable.Range(0, 10).Select(r => Draw(24, 50 + r))], before = [.. rows.Select(r => (double[])r.Clone())];

        SurgeonUpdate.Prune(rows, moments, sparsity, block, 1e-3);

        rows.Sum(r => r.Count(v => v == 0)).ShouldBe((int)Math.Round(240 * sparsity));
        double limit = before.SelectMany(r => r.Select(Math.Abs)).Order().ElementAt((int)Math.Round(240 * sparsity));
        double magnitude = before.Sum(r => moments.Form([.. r.Select(v => Math.Abs(v) < limit ? v : 0)]));
        double repaired = rows.Zip(before).Sum(p => moments.Form([.. p.First.Zip(p.Second, (a, b) => a - b)]));
        repaired.ShouldBeLessThan(magnitude * 0.5);
    }

    [Fact]
    public void Prune_ZerosThatAreThere_StayAndCount()
    {
        SymmetricMatrix moments = Correlated(24, 200);
        double[][] rows = [.. Enumerable.Range(0, 10).Select(r => Draw(24, 50 + r))];
        for (int r = 0; r < 10; r++)
        {
            rows[r].AsSpan(16, 8).Clear();
        }

        SurgeonUpdate.Prune(rows, moments, 0.5, 4, 1e-3);

        rows.ShouldAllBe(r => r.Skip(16).All(v => v == 0));
        rows.Sum(r => r.Count(v => v == 0)).ShouldBe(120);
    }

    [Fact]
    public void Inverse_TimesTheMatrix_IsTheIdentity()
    {
        SymmetricMatrix a = Correlated(9, 30).Damped(0.01), inverse = a.Inverse();

        for (int i = 0; i < 9; i++)
        {
            double[] column = a.Times([.. Enumerable.Range(0, 9).Select(j => inverse[j, i])]);
            column.Select((v, j) => Math.Abs(v - (i == j ? 1 : 0))).Max().ShouldBeLessThan(1e-8);
        }

        SymmetricMatrix.Solve(a.Cholesky(), a.Times([1, 2, 3, 4, 5, 6, 7, 8, 9])).Select((v, i) => Math.Abs(v - i - 1)).Max().ShouldBeLessThan(1e-8);
    }

    /// <summary>The rows times the weight are what the layer computes: windows, strides, pads and groups included.</summary>
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(2, 2, 3)]
    [InlineData(1, 4, 1)]
    public void Rows_TimesTheWeight_AreTheLayersOutputs(int stride, int groups, int kernel)
    {
        var b = new GraphBuilder("conv", RandomKey.FromSeed(3));
        ModelGraph graph = b.Build(b.Conv(b.Input("input", DType.Float32, 4, 7, 7), 8, kernel, stride, groups: groups, name: "c"), "y", "N", 8, (7 + stride - 1) / stride, (7 + stride - 1) / stride);
        LayerMatrix layer = LayerMatrix.TryOf(graph, "c.weight")!;
        using TensorScope scope = TensorScope.Begin();
        float[] values = new float[2 * 4 * 49];
        RandomKey.FromSeed(4).FillNormal(values);
        Tensor input = Tensor.From<float>(values, new Shape(2, 4, 7, 7));
        using var executor = new GraphExecutor(graph);
        Tensor output = executor.Run(input);
        float[] expected = output.ToArray<float>();
        int places = output.Shape[2] * output.Shape[3];

        for (int g = 0; g < groups; g++)
        {
            double[][] w = layer.Read(graph.Values("c.weight"), g);
            float[] x = InputMoments.Rows(layer, input, g).ToArray<float>();
            for (int p = 0; p < 2 * places; p++)
            {
                for (int r = 0; r < layer.Rows; r++)
                {
                    double sum = w[r].Select((v, c) => v * x[(p * layer.Columns) + c]).Sum();
                    sum.ShouldBe(expected[(((p / places * 8) + (g * layer.Rows) + r) * places) + (p % places)], 1e-4);
                }
            }
        }
    }

    [Theory]
    [InlineData(SparsityScheduleKind.OneShot)]
    [InlineData(SparsityScheduleKind.Cubic)]
    public void Apply_EndsExactlySparseAndBeatsMagnitude(SparsityScheduleKind schedule)
    {
        ModelGraph trained = Tiny.Trial().Train(Tiny.Net(), 6);
        ModelGraph sparse = Tiny.Trial(schedule == SparsityScheduleKind.OneShot ? 0 : 1).Run(new SecondOrderSparsifier(), trained, new SecondOrderOptions { Sparsity = 0.6, Schedule = schedule, Every = 3 }).Graph;

        foreach (string weight in CompressibleWeights.Of(sparse))
        {
            WeightMask mask = WeightMask.Of(sparse.Values(weight));
            mask.Pruned.ShouldBe((int)Math.Round(mask.Count * 0.6), weight);
        }

        ITechnique technique = TechniqueCatalog.Find("sparsify", "magnitude")!;
        ModelGraph plain = technique.Apply(Tiny.Trial(0).Context, new CompressedModel { Graph = trained }, technique.Settings.Bind(new Dictionary<string, string> { ["sparsity"] = "0.6", ["scope"] = "per-layer" })).Graph;
        Distance(sparse, trained).ShouldBeLessThan(Distance(plain, trained));
    }

    private static double Distance(ModelGraph a, ModelGraph b)
    {
        using TensorScope scope = TensorScope.Begin();
        float[] values = new float[64 * 64];
        for (int i = 0; i < 64; i++)
        {
            Tiny.Data.Validation.Read(i % Tiny.Data.Validation.Count, values.AsSpan(i * 64, 64));
        }

        Tensor input = Tensor.From<float>(values, new Shape(64, 1, 8, 8));
        using GraphExecutor one = new(a), two = new(b);
        return one.Run(input).ToArray<float>().Zip(two.Run(input).ToArray<float>(), (x, y) => (double)(x - y) * (x - y)).Sum();
    }

    private static double[] Draw(int count, int seed)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(seed).FillNormal(values);
        return Array.ConvertAll(values, v => (double)v);
    }

    // Inputs that share a few causes, as features of a layer do.
    private static SymmetricMatrix Correlated(int size, int samples)
    {
        var moments = new SymmetricMatrix(size);
        double[][] causes = [.. Enumerable.Range(0, 4).Select(c => Draw(size, 900 + c))];
        for (int n = 0; n < samples; n++)
        {
            double[] x = Draw(size, n), strength = Draw(4, 5000 + n);
            for (int i = 0; i < size; i++)
            {
                x[i] = (0.4 * x[i]) + causes.Select((c, k) => c[i] * strength[k]).Sum();
            }

            float[] outer = [.. from a in x from b in x select (float)(a * b)];
            moments.Add(outer);
        }

        return moments;
    }
}
