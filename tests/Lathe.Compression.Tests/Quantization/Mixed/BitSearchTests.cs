using Lathe.Compression.Quantization.Mixed;
using Lathe.Compression.Quantization.Mixed.Haq;
using Lathe.Tensors;

namespace Lathe.Compression.Tests.Quantization.Mixed;

public class BitSearchTests
{
    /// <summary>Layers that lose nothing with 2 bits, or everything with fewer than 6: the agent learns which is which from the reward of whole walks.</summary>
    [Fact]
    public void Agent_OnAToy_FindsNearlyTheOptimum()
    {
        var toy = new Toy();
        double best = toy.Optimum();
        var rewards = new List<double>();

        (int[] bits, double reward) = BitSearch.Run(toy, 160, RandomKey.FromSeed(3), (_, r) => rewards.Add(r)).ShouldNotBeNull();

        toy.Cost(bits).ShouldBeLessThanOrEqualTo(toy.Limit);
        toy.Reward(bits).ShouldBe(reward, 1e-9);
        double random = rewards.Take(32).Average(), learned = rewards.TakeLast(32).Average();
        reward.ShouldBeGreaterThan(best - (0.1 * (best - random)), $"optimum {best}, random walks {random}");
        learned.ShouldBeGreaterThan(random + (0.4 * (best - random)), $"learned {learned}, optimum {best}, random walks {random}");
        BitSearch.Run(toy, 25, RandomKey.FromSeed(4)).ShouldNotBeNull().Bits.ShouldBe(BitSearch.Run(toy, 25, RandomKey.FromSeed(4))!.Value.Bits);
    }

    [Fact]
    public void Fit_TakesBitsUntilTheLimitHolds()
    {
        var toy = new Toy();

        int[] fitted = BitSearch.Fit(toy, [8, 8, 8, 8, 8, 8]);

        toy.Cost(fitted).ShouldBeLessThanOrEqualTo(toy.Limit);
        toy.Cost([.. fitted.Select((b, i) => i == 0 ? toy.Choices[Math.Min(4, toy.Choices.ToList().IndexOf(b) + 2)] : b)]).ShouldBeGreaterThan(toy.Limit);
    }

    private sealed class Toy : IBitEnvironment
    {
        private readonly double[] _bend = [8, 0.05, 6, 0.05, 0.05, 8];

        public int Layers => 6;

        public int Features => 2;

        public IReadOnlyList<int> Choices { get; } = [2, 3, 4, 6, 8];

        public double Limit => 6 * 4.5;

        public float[] Describe(int layer) => [layer / 5f, (float)Math.Log(1 + _bend[layer]) / 3];

        public double Cost(IReadOnlyList<int> bits) => bits.Sum();

        public double Reward(IReadOnlyList<int> bits) => -bits.Select((b, i) => _bend[i] * Math.Pow(2, 2 - b)).Sum();

        public double Optimum()
        {
            BitChoice[][] groups = [.. _bend.Select(d => Choices.Select(b => new BitChoice(b, b, d * Math.Pow(2, 2 - b))).ToArray())];
            return -MultipleChoice.Solve(groups, Limit)!.Select((c, g) => groups[g][c].Loss).Sum();
        }
    }
}
