namespace Lathe.Compression.Coding;

/// <summary>
/// The frequencies of a range asymmetric numeral system (Duda 2009): symbol <c>s</c> costs <c>log2(2^scale / f_s)</c> bits, a
/// fraction of a bit where Huffman pays a whole one.
/// </summary>
public sealed class RansModel
{
    /// <summary>The most bits of the frequencies' sum.</summary>
    public const int MostScaleBits = 15;

    private readonly int[] _frequencies;
    private readonly uint[] _starts;
    private readonly ushort[] _slots;

    private RansModel(int[] frequencies, int scaleBits)
    {
        (_frequencies, ScaleBits) = (frequencies, scaleBits);
        _starts = new uint[frequencies.Length];
        _slots = new ushort[1 << scaleBits];
        uint at = 0;
        for (int symbol = 0; symbol < frequencies.Length; symbol++)
        {
            _starts[symbol] = at;
            _slots.AsSpan((int)at, frequencies[symbol]).Fill((ushort)symbol);
            at += (uint)frequencies[symbol];
        }
    }

    /// <summary>The frequencies sum to two to this power.</summary>
    public int ScaleBits { get; }

    /// <summary>The frequency of each symbol.</summary>
    public ReadOnlySpan<int> Frequencies => _frequencies;

    internal ReadOnlySpan<uint> Starts => _starts;

    internal ReadOnlySpan<ushort> Slots => _slots;

    /// <summary>Frequencies for these counts.</summary>
    /// <param name="counts">Counts of the symbols; not all may be 0.</param>
    /// <param name="scaleBits">Precision: 12 is enough for a few dozen symbols, 15 for thousands.</param>
    public static RansModel FromCounts(ReadOnlySpan<long> counts, int scaleBits) => new(RansFrequencies.Of(counts, scaleBits), scaleBits);

    /// <summary>Reads a model that <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidInputException">The frequencies do not sum to a power of two.</exception>
    public static RansModel Read(ref BitReader reader, int alphabet)
    {
        int scaleBits = (int)reader.Read(5);
        if (scaleBits > MostScaleBits)
        {
            throw Damaged($"its scale of {scaleBits} bits is more than {MostScaleBits}");
        }

        int[] frequencies = new int[alphabet];
        long sum = 0;
        for (int i = 0; i < alphabet; i++)
        {
            uint frequency = reader.ReadGamma() - 1;
            sum += frequency;
            if (sum > 1 << scaleBits)
            {
                throw Damaged($"its frequencies sum to more than {1 << scaleBits}");
            }

            frequencies[i] = (int)frequency;
        }

        return sum == 1 << scaleBits ? new RansModel(frequencies, scaleBits) : throw Damaged($"its frequencies sum to {sum}, not {1 << scaleBits}");
    }

    /// <summary>Writes the model.</summary>
    public void Write(BitWriter writer)
    {
        writer.Write((uint)ScaleBits, 5);
        foreach (int frequency in _frequencies)
        {
            writer.WriteGamma((uint)frequency + 1);
        }
    }

    /// <summary>The bits a message of these counts takes, up to the 32 of the final state.</summary>
    public double Measure(ReadOnlySpan<long> counts)
    {
        double bits = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            bits += counts[i] == 0 ? 0 : counts[i] * (ScaleBits - Math.Log2(_frequencies[i]));
        }

        return bits;
    }

    private static InvalidInputException Damaged(string why) => new($"An rANS model is damaged: {why}. Get the file again.");
}
