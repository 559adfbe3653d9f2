using Lathe.Compression.Sharing.Binding;
using Lathe.Tensors;

namespace Lathe.Compression.Sharing.Hashing;

/// <summary>
/// A weight after HashedNets (Chen et al. 2015): element i is <c>sign(i) values[bucket(i)]</c>, where both are drawn by hashing i.
/// Only the values and the seed are stored.
/// </summary>
public static class HashedWeight
{
    private const string Prefix = "lathe.hashed/";

    /// <summary>The binding a seed gives.</summary>
    /// <param name="seed">The seed; the counter-based generator is the hash.</param>
    /// <param name="count">Elements of the weight.</param>
    /// <param name="values">A value for each bucket.</param>
    public static BoundWeight Bind(ulong seed, int count, float[] values)
    {
        RandomKey buckets = new RandomKey(seed).Fold("bucket"), signs = new RandomKey(seed).Fold("sign");
        int[] entries = new int[count];
        float[] sign = new float[count];
        for (int i = 0; i < count; i++)
        {
            entries[i] = buckets.Below((ulong)i, values.Length);
            sign[i] = (signs.Bits((ulong)i) & 1) == 0 ? 1 : -1;
        }

        return new BoundWeight(values, entries) { Signs = sign };
    }

    /// <summary>The values that come closest to a weight: the mean over each bucket's members, signs undone.</summary>
    public static float[] Project(ReadOnlySpan<float> weight, BoundWeight binding)
    {
        double[] sums = new double[binding.Values.Length];
        int[] members = new int[sums.Length];
        for (int i = 0; i < weight.Length; i++)
        {
            sums[binding.Entries[i]] += weight[i] * (binding.Signs is null ? 1 : binding.Signs[i]);
            members[binding.Entries[i]]++;
        }

        return [.. sums.Select((s, b) => members[b] == 0 ? 0 : (float)(s / members[b]))];
    }

    /// <summary>The values of a weight that was made by a binding: those of each bucket's first member, signs undone.</summary>
    public static float[] First(ReadOnlySpan<float> weight, BoundWeight binding)
    {
        float[] values = new float[binding.Values.Length];
        for (int i = weight.Length - 1; i >= 0; i--)
        {
            values[binding.Entries[i]] = binding.Signs is null ? weight[i] : weight[i] * binding.Signs[i];
        }

        return values;
    }

    /// <summary>The metadata entry under which a network remembers the seed of a hashed weight, so that coding finds it.</summary>
    public static KeyValuePair<string, string> Mark(string parameter, ulong seed, int buckets) => new(Prefix + parameter, $"{seed} {buckets}");

    /// <summary>Reads such an entry; null when there is none or it says nothing.</summary>
    public static (ulong Seed, int Buckets)? Read(IReadOnlyDictionary<string, string> metadata, string parameter) =>
        metadata.TryGetValue(Prefix + parameter, out string? text) && text.Split(' ') is [string seed, string buckets]
        && ulong.TryParse(seed, out ulong number) && int.TryParse(buckets, out int count) && count > 0 ? (number, count) : null;
}
