using Lathe.Tensors;

namespace Lathe.Compression.Quantization.Mixed.Haq;

/// <summary>
/// Searches bits with an agent (HAQ; Wang et al. 2019): it walks the layers, choosing for each; what is over the limit loses bits layer by layer; the
/// reward of the whole goes to every choice of the walk.
/// </summary>
public static class BitSearch
{
    private const double FirstNoise = 0.5, NoiseDecay = 0.97, BaselineDecay = 0.95;

    /// <summary>The best bits met, and their reward.</summary>
    /// <param name="environment">The layers.</param>
    /// <param name="episodes">Walks.</param>
    /// <param name="key">Randomness.</param>
    /// <param name="told">Told every walk's reward.</param>
    /// <returns>Null when even the fewest bits are over the limit.</returns>
    public static (int[] Bits, double Reward)? Run(IBitEnvironment environment, int episodes, RandomKey key, Action<int, double>? told = null)
    {
        int[] least = [.. Enumerable.Repeat(environment.Choices[0], environment.Layers)];
        if (environment.Cost(least) > environment.Limit)
        {
            return null;
        }

        using var agent = new DdpgAgent(environment.Features + 1, key.Fold("agent"));
        (int[] Bits, double Reward) best = (least, double.NegativeInfinity);
        int warmup = Math.Max(1, episodes / 5);
        double baseline = 0;
        for (int episode = 0; episode < episodes; episode++)
        {
            double noise = episode < warmup ? double.PositiveInfinity : FirstNoise * Math.Pow(NoiseDecay, episode - warmup);
            (float[][] states, float[] actions) = Walk(environment, agent, noise, key.Fold("noise").Fold((ulong)episode));
            int[] bits = Fit(environment, [.. actions.Select(a => Bits(environment, a))]);
            double reward = environment.Reward(bits);
            best = reward > best.Reward ? (bits, reward) : best;
            baseline = episode == 0 ? reward : (BaselineDecay * baseline) + ((1 - BaselineDecay) * reward);
            Teach(agent, states, actions, (float)(reward - baseline), episode >= warmup);
            told?.Invoke(episode, reward);
        }

        return best;
    }

    /// <summary>Takes bits away, layer by layer and round after round, until the limit is met.</summary>
    internal static int[] Fit(IBitEnvironment environment, int[] bits)
    {
        bits = [.. bits];
        for (int layer = 0; environment.Cost(bits) > environment.Limit; layer = (layer + 1) % bits.Length)
        {
            int at = environment.Choices.ToList().IndexOf(bits[layer]);
            bits[layer] = environment.Choices[Math.Max(0, at - 1)];
        }

        return bits;
    }

    private static (float[][] States, float[] Actions) Walk(IBitEnvironment environment, DdpgAgent agent, double noise, RandomKey key)
    {
        float[][] states = new float[environment.Layers][];
        float[] actions = new float[environment.Layers];
        for (int layer = 0; layer < states.Length; layer++)
        {
            states[layer] = [.. environment.Describe(layer), layer == 0 ? 0.5f : actions[layer - 1]];
            actions[layer] = double.IsFinite(noise) ? Noisy(agent.Act(states[layer]), noise, key.Fold((ulong)layer)) : key.Uniform((ulong)layer);
        }

        return (states, actions);
    }

    // A normal draw cut to [0, 1], as the paper has it: drawn again until it lies inside.
    private static float Noisy(float action, double noise, RandomKey key)
    {
        for (ulong draw = 0; draw < 16; draw++)
        {
            double tried = action + (noise * key.Normal(draw));
            if (tried is >= 0 and <= 1)
            {
                return (float)tried;
            }
        }

        return action;
    }

    private static int Bits(IBitEnvironment environment, float action) => environment.Choices[Math.Min(environment.Choices.Count - 1, (int)(action * environment.Choices.Count))];

    private static void Teach(DdpgAgent agent, float[][] states, float[] actions, float reward, bool learn)
    {
        for (int layer = 0; layer < states.Length; layer++)
        {
            agent.Remember(new Experience(states[layer], actions[layer], reward, layer + 1 < states.Length ? states[layer + 1] : null));
        }

        for (int i = 0; learn && i < states.Length; i++)
        {
            agent.Learn();
        }
    }
}
