namespace Lathe.Compression.Coding;

/// <summary>
/// The logistic curve and its inverse in fixed point: probabilities in 4096ths, their logarithmic odds in 256ths. The tables come
/// from additions, products and quotients alone, which every machine rounds alike.
/// </summary>
internal static class Logistic
{
    private const int Most = 2047;
    private static readonly short[] s_squash = Squashed();
    private static readonly short[] s_stretch = Stretched();

    /// <summary>The probability of odds, 1 to 4095.</summary>
    public static int Squash(int odds) => s_squash[Math.Clamp(odds, -Most, Most) + Most];

    /// <summary>The odds of a probability, -2047 to 2047.</summary>
    public static int Stretch(int probability) => s_stretch[probability];

    private static short[] Squashed()
    {
        const double root = 1 + (1 / 256.0) + (1 / 131072.0) + (1 / 100663296.0) + (1 / 103079215104.0);
        short[] table = new short[(2 * Most) + 1];
        double power = 1;
        for (int odds = 0; odds <= Most; odds++, power *= root)
        {
            int below = (int)((4096 / (1 + power)) + 0.5);
            table[Most - odds] = (short)Math.Max(1, below);
            table[Most + odds] = (short)(4096 - Math.Max(1, below));
        }

        return table;
    }

    private static short[] Stretched()
    {
        short[] table = new short[4096];
        for (int probability = 0, odds = -Most; probability < table.Length; probability++)
        {
            while (odds < Most && s_squash[odds + Most] < probability)
            {
                odds++;
            }

            table[probability] = (short)odds;
        }

        return table;
    }
}
