using System.Runtime.CompilerServices;

namespace Lathe.Tensors;

/// <summary>
/// A key of a counter-based generator (Philox4x32-10; Salmon et al. 2011): every draw is a pure function of key and index, so
/// results depend neither on order nor on threads and a resumed run draws the same numbers.
/// </summary>
/// <param name="Value">The 64 key bits.</param>
public readonly record struct RandomKey(ulong Value)
{
    /// <summary>A key from a seed.</summary>
    public static RandomKey FromSeed(long seed) => new RandomKey(0x9E3779B97F4A7C15UL).Fold((ulong)seed);

    /// <summary>An independent key derived from this one and a number (an epoch, a step, a layer).</summary>
    public RandomKey Fold(ulong data)
    {
        (uint a, uint b, uint c, uint d) = Philox(data, 0x4C61746865ul);
        return new RandomKey((((ulong)a << 32) | b) ^ (((ulong)c << 17) ^ d));
    }

    /// <summary>An independent key derived from this one and a name.</summary>
    public RandomKey Fold(string name)
    {
        ulong hash = 14695981039346656037UL;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        return Fold(hash);
    }

    /// <summary>The draw at an index: 32 uniform bits.</summary>
    public uint Bits(ulong index)
    {
        (uint a, uint b, uint c, uint d) = Philox(index >> 2, 0);
        return (index & 3) switch { 0 => a, 1 => b, 2 => c, _ => d };
    }

    /// <summary>The draw at an index, uniform in [0, 1).</summary>
    public float Uniform(ulong index) => ToUniform(Bits(index));

    /// <summary>The draw at an index, uniform over 0..count-1.</summary>
    public int Below(ulong index, int count) => (int)(((ulong)Bits(index) * (ulong)count) >> 32);

    /// <summary>The draw at an index from the standard normal distribution (Box-Muller).</summary>
    public float Normal(ulong index)
    {
        (uint a, uint b, _, _) = Philox(index, 1);
        return NormalPair(a, b).First;
    }

    /// <summary>Fills with uniform numbers in [low, high).</summary>
    public void FillUniform(Span<float> values, float low = 0, float high = 1)
    {
        for (int i = 0; i < values.Length; i += 4)
        {
            (uint a, uint b, uint c, uint d) = Philox((ulong)i >> 2, 0);
            values[i] = low + ((high - low) * ToUniform(a));
            if (i + 1 < values.Length) values[i + 1] = low + ((high - low) * ToUniform(b));
            if (i + 2 < values.Length) values[i + 2] = low + ((high - low) * ToUniform(c));
            if (i + 3 < values.Length) values[i + 3] = low + ((high - low) * ToUniform(d));
        }
    }

    /// <summary>Fills with normal numbers.</summary>
    public void FillNormal(Span<float> values, float mean = 0, float deviation = 1)
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            (uint a, uint b, _, _) = Philox((ulong)i >> 1, 2);
            (float first, float second) = NormalPair(a, b);
            values[i] = mean + (deviation * first);
            if (i + 1 < values.Length) values[i + 1] = mean + (deviation * second);
        }
    }

    /// <summary>A permutation of 0..count-1 (Fisher-Yates).</summary>
    public int[] Permutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        for (int i = count - 1; i > 0; i--)
        {
            int j = Below((ulong)i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private static float ToUniform(uint bits) => (bits >> 8) * (1f / (1 << 24));

    private static (float First, float Second) NormalPair(uint a, uint b)
    {
        double radius = Math.Sqrt(-2 * Math.Log(((a >> 1) + 1.0) / 2147483649.0));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * (b / 4294967296.0));
        return ((float)(radius * cos), (float)(radius * sin));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (uint A, uint B, uint C, uint D) Philox(ulong counter, ulong stream)
    {
        uint x0 = (uint)counter, x1 = (uint)(counter >> 32), x2 = (uint)stream, x3 = (uint)(stream >> 32);
        uint k0 = (uint)Value, k1 = (uint)(Value >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * x0, p1 = 0xCD9E8D57UL * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return (x0, x1, x2, x3);
    }
}
