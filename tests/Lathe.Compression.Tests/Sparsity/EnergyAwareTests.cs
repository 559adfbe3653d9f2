using Lathe.Compression.Calibration;
using Lathe.Compression.Patterns;
using Lathe.Compression.Sparsity.EnergyAware;
using Lathe.Compression.Techniques.Costs;
using Lathe.Compression.Tests.Techniques;
using Lathe.Graph;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Sparsity;

public class EnergyAwareTests
{
    /// <summary>At the least-squares solution the error's gradient is zero on the support: no other weights with these zeros come closer.</summary>
    [Fact]
    public void Restore_IsTheBestRowWithTheseZeros()
    {
        var moments = new SymmetricMatrix(8);
        for (int n = 0; n < 40; n++)
        {
            float[] x = Draw(8, n);
            x[1] = x[0] + (0.1f * x[1]);
            moments.Add([.. from a in x from b in x select a * b]);
        }

        double[] row = Array.ConvertAll(Draw(8, 100), v => (double)v);
        bool[] kept = [true, false, true, true, false, true, false, true];

        double[] restored = OutputRestoration.Restore(row, kept, moments);

        restored.Where((_, i) => !kept[i]).ShouldAllBe(v => v == 0);
        double Error(double[] v) => moments.Form([.. v.Zip(row, (a, b) => a - b)]);
        double best = Error(restored), masked = Error([.. row.Select((v, i) => kept[i] ? v : 0)]);
        best.ShouldBeLessThan(masked);
        for (int i = 0; i < 8; i++)
        {
            foreach (double step in kept[i] ? new[] { 0.05, -0.05 } : [])
            {
                double[] moved = [.. restored];
                moved[i] += step;
                Error(moved).ShouldBeGreaterThan(best);
            }
        }
    }

    [Fact]
    public void Apply_TakesTheLayersInTheOrderOfTheirEnergyAndStopsAtTheTarget()
    {
        Trial trial = Tiny.Trial(0);
        ModelGraph start = Tiny.Net();
        IReadOnlyDictionary<string, double> energy = LayerEnergy.Of(start, CompressibleWeights.Of(start), new EnergyCost());

        ModelGraph sparse = trial.Run(new EnergyAwareSparsifier(), start, new EnergyAwareOptions { Sparsity = 0.75, Target = 0.75 }).Graph;

        string[] order = [.. trial.Tables.Single().Rows.Select(r => (string)r[0]!)];
        order.ShouldBe(energy.OrderByDescending(e => e.Value).Select(e => e.Key).Take(order.Length));
        order.Length.ShouldBeLessThan(3);
        WeightMask.Of(sparse.Values(order[0])).Pruned.ShouldBe((int)Math.Round(start.Parameters[order[0]].Count * 0.75));
        WeightMask.Of(sparse.Values("head.weight")).Pruned.ShouldBe(0);
        (LayerEnergy.Of(sparse, CompressibleWeights.Of(start), new EnergyCost()).Values.Sum() / energy.Values.Sum()).ShouldBeLessThanOrEqualTo(0.75);
    }

    private static float[] Draw(int count, int seed)
    {
        float[] values = new float[count];
        RandomKey.FromSeed(seed).FillNormal(values);
        return values;
    }
}
