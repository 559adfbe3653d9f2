using Lathe.Compression.Quantization.Mixed;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization.Mixed;

public class MultipleChoiceTests
{
    /// <summary>Against every combination: random costs and losses, ties, choices beaten by others, limits from hopeless to free.</summary>
    [Fact]
    public void Solve_MatchesBruteForce()
    {
        for (int round = 0; round < 300; round++)
        {
            RandomKey key = RandomKey.FromSeed(round);
            int groups = 1 + key.Below(0, 7);
            BitChoice[][] choices = [.. Enumerable.Range(0, groups).Select(g => Enumerable.Range(0, 1 + key.Fold((ulong)g).Below(9, 4)).Select(c => Choice(key.Fold((ulong)g).Fold((ulong)c), c, round % 3 == 0)).ToArray())];
            double limit = choices.Sum(g => g.Average(c => c.Cost)) * (0.5 + key.Uniform(3));

            double? least = BruteForce(choices, limit);
            int[]? solved = MultipleChoice.Solve(choices, limit);

            (solved is null).ShouldBe(least is null, $"round {round}");
            if (solved is not null)
            {
                solved.Select((c, g) => choices[g][c].Cost).Sum().ShouldBeLessThanOrEqualTo(limit * 1.0000001);
                solved.Select((c, g) => choices[g][c].Loss).Sum().ShouldBe(least!.Value, 1e-9 * Math.Max(1, least.Value), $"round {round}");
            }
        }
    }

    /// <summary>As many layers as ResNet-56 has, with costs and losses as real networks have them.</summary>
    [Fact]
    public void Solve_OfManyLayers_IsQuick()
    {
        int[] bits = [2, 3, 4, 5, 6, 8];
        BitChoice[][] groups = [.. Enumerable.Range(0, 56).Select(g =>
        {
            double size = 100 + (1000 * RandomKey.FromSeed(g).Uniform(0)), bend = Math.Exp(6 * RandomKey.FromSeed(g).Uniform(1));
            return bits.Select(b => new BitChoice(b, size * b, bend * Math.Pow(4, -b))).ToArray();
        })];
        double limit = groups.Sum(g => g[0].Cost) * 2;

        int[] solved = MultipleChoice.Solve(groups, limit).ShouldNotBeNull();

        double cost = solved.Select((c, g) => groups[g][c].Cost).Sum();
        cost.ShouldBeInRange(limit * 0.99, limit * 1.0000001);
        solved.Distinct().Count().ShouldBeGreaterThan(2);
    }

    private static BitChoice Choice(RandomKey key, int bits, bool whole) =>
        whole ? new BitChoice(bits, key.Below(0, 6), key.Below(1, 6)) : new BitChoice(bits, key.Uniform(0), key.Uniform(1) * (key.Uniform(2) < 0.1 ? 0 : 1));

    private static double? BruteForce(BitChoice[][] groups, double limit)
    {
        double? best = null;
        void Try(int g, double cost, double loss)
        {
            if (g == groups.Length)
            {
                best = cost <= limit * (1 + 1e-9) && !(loss >= best) ? loss : best;
                return;
            }

            foreach (BitChoice choice in groups[g])
            {
                Try(g + 1, cost + choice.Cost, loss + choice.Loss);
            }
        }

        Try(0, 0, 0);
        return best;
    }
}
