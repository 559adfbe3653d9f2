using System.Collections.Immutable;
using System.Numerics;
using Lathe.Runtime.Arithmetic;

namespace Lathe.Runtime.FrontEnds;

/// <summary>
/// Mel-frequency cepstral coefficients (Davis and Mermelstein 1980) in fixed point, from 16-bit samples to the codes a network reads: the reference that
/// the generated C equals bit for bit. Each frame is scaled to 30 bits, the transform halves at every stage, energies have 64 bits, their logarithms to
/// base 2 have 16 fraction bits.
/// </summary>
public sealed class CepstralFrontEnd
{
    private const int CosineBits = 30, LevelBits = 16, LogarithmBits = 6, EnergyShift = 12, Largest = 1 << 30;

    // From |X|^2 of a transform of size N, in which samples are below 1, to the sums of the filters: 2 (15 + 15) + 15 - 12.
    private const int EnergyBits = 63;
    private const double Silence = 1e-10;

    /// <summary>Makes the tables.</summary>
    /// <param name="options">What is computed.</param>
    /// <param name="mean">The mean of each coefficient where the network was trained.</param>
    /// <param name="factor">What a coefficient less its mean is multiplied by.</param>
    /// <param name="scale">What the network's input codes mean.</param>
    /// <exception cref="InvalidInputException">The options cannot be, or there is not a mean and a factor for each coefficient.</exception>
    public CepstralFrontEnd(CepstralOptions options, IReadOnlyList<float> mean, IReadOnlyList<float> factor, CodeScale scale)
    {
        string[] problems = [.. options.Problems()];
        if (problems.Length > 0 || mean.Count != options.Coefficients || factor.Count != options.Coefficients)
        {
            throw new InvalidInputException($"A front end in fixed point cannot be made of {mean.Count} means and {factor.Count} factors for {options.Coefficients} coefficients. {string.Join(" ", problems)}".TrimEnd());
        }

        Options = options;
        Size = (int)BitOperations.RoundUpToPowerOf2((uint)options.Frame);
        Window = CepstralTables.Window(options.Frame);
        Cosines = CepstralTables.Cosines(Size);
        (FilterFirst, FilterCount, FilterWeights) = CepstralTables.Filters(options, Size);
        (Transform, TransformBits) = CepstralTables.Transform(options.Coefficients, options.Bands);

        // The logarithm is natural where the network was trained.
        Bias = [.. mean.Select(m => (int)Math.Round(Math.ScaleB(-m / Math.Log(2), LevelBits)))];
        Factors = [.. factor.Select(f => FixedPointMultiplier.From(Math.ScaleB(f * Math.Log(2) / scale.Scale, -LevelBits)))];
        Zero = scale.Zero;
    }

    /// <summary>What is computed.</summary>
    public CepstralOptions Options { get; }

    /// <summary>The transform's size, a power of two.</summary>
    public int Size { get; }

    /// <summary>The window, 15 fraction bits.</summary>
    public ImmutableArray<ushort> Window { get; }

    /// <summary>Cosines of the transform's first half turn, 30 fraction bits.</summary>
    public ImmutableArray<int> Cosines { get; }

    /// <summary>The first bin of each filter.</summary>
    public ImmutableArray<short> FilterFirst { get; }

    /// <summary>The bins of each filter.</summary>
    public ImmutableArray<short> FilterCount { get; }

    /// <summary>The weights of all filters, 15 fraction bits.</summary>
    public ImmutableArray<ushort> FilterWeights { get; }

    /// <summary>log2(1 + i / 64), 16 fraction bits.</summary>
    public static ImmutableArray<int> Logarithms => CepstralTables.Logarithms;

    /// <summary>The cosine transform, a row for each coefficient.</summary>
    public ImmutableArray<short> Transform { get; }

    /// <summary>Its fraction bits.</summary>
    public int TransformBits { get; }

    /// <summary>Minus the mean of each coefficient, as logarithms to base 2 with 16 fraction bits.</summary>
    public ImmutableArray<int> Bias { get; }

    /// <summary>From there to codes.</summary>
    public ImmutableArray<FixedPointMultiplier> Factors { get; }

    /// <summary>The zero point of the codes.</summary>
    public int Zero { get; }

    /// <summary>The logarithm of silence.</summary>
    public static int Floor { get; } = (int)Math.Round(Math.ScaleB(Math.Log2(Silence), LevelBits));

    /// <summary>Bytes of the tables.</summary>
    public int ConstantBytes => (2 * (Window.Length + FilterFirst.Length + FilterCount.Length + FilterWeights.Length + Transform.Length)) + (4 * (Cosines.Length + Logarithms.Length + Bias.Length)) + (5 * Factors.Length);

    /// <summary>Numbers of 32 bits that it works in.</summary>
    public int RoomWords => (2 * Size) + Options.Bands;

    /// <summary>The codes of a clip, frame by frame; what is missing at its end is silence.</summary>
    /// <param name="samples">At most a clip is read.</param>
    /// <param name="codes">[frames, coefficients].</param>
    public void Run(ReadOnlySpan<short> samples, Span<sbyte> codes)
    {
        Span<int> levels = new int[Options.Coefficients];
        for (int frame = 0; frame < Options.Frames; frame++)
        {
            Frame(From(samples, frame), levels);
            for (int k = 0; k < levels.Length; k++)
            {
                codes[(frame * levels.Length) + k] = (sbyte)Math.Clamp(FixedPoint.Requantize(levels[k] + Bias[k], Factors[k]) + Zero, sbyte.MinValue, sbyte.MaxValue);
            }
        }
    }

    /// <summary>The coefficients before they are standardised, as natural logarithms.</summary>
    /// <param name="samples">At most a clip is read.</param>
    /// <param name="coefficients">[frames, coefficients].</param>
    public void Coefficients(ReadOnlySpan<short> samples, Span<float> coefficients)
    {
        Span<int> levels = new int[Options.Coefficients];
        for (int frame = 0; frame < Options.Frames; frame++)
        {
            Frame(From(samples, frame), levels);
            for (int k = 0; k < levels.Length; k++)
            {
                coefficients[(frame * levels.Length) + k] = (float)(Math.ScaleB(levels[k], -LevelBits) * Math.Log(2));
            }
        }
    }

    // The samples of a frame that there are, of those that belong to the clip.
    private ReadOnlySpan<short> From(ReadOnlySpan<short> samples, int frame)
    {
        int start = frame * Options.Hop, end = Math.Min(samples.Length, start + Options.Frame);
        return start < end ? samples[start..end] : [];
    }

    private void Frame(ReadOnlySpan<short> samples, Span<int> levels)
    {
        int[] re = new int[Size], im = new int[Size], energies = new int[Options.Bands];
        int shift = Load(samples, re);
        FixedPointFourier.Transform(re, im, Cosines.AsSpan());
        for (int band = 0, weight = 0; band < energies.Length; weight += FilterCount[band], band++)
        {
            ulong energy = 0;
            for (int i = 0; i < FilterCount[band]; i++)
            {
                int bin = FilterFirst[band] + i;
                ulong power = (ulong)((long)re[bin] * re[bin]) + (ulong)((long)im[bin] * im[bin]);
                energy += FilterWeights[weight + i] * (power >> EnergyShift);
            }

            energies[band] = energy == 0 ? Floor : Math.Max(Floor, Logarithm(energy) + ((BitOperations.Log2((uint)Size) - EnergyBits - (2 * shift)) << LevelBits));
        }

        for (int k = 0; k < levels.Length; k++)
        {
            long sum = 1L << (TransformBits - 1);
            for (int band = 0; band < energies.Length; band++)
            {
                sum += (long)Transform[(k * energies.Length) + band] * energies[band];
            }

            levels[k] = (int)(sum >> TransformBits);
        }
    }

    // Under the window, scaled up as far as 2^30 allows; gives the shift.
    private int Load(ReadOnlySpan<short> samples, int[] re)
    {
        int largest = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            re[i] = samples[i] * Window[i];
            largest = Math.Max(largest, Math.Abs(re[i]));
        }

        int shift = 0;
        while (largest > 0 && largest <= Largest >> (shift + 1))
        {
            shift++;
        }

        for (int i = 0; i < samples.Length; i++)
        {
            re[i] <<= shift;
        }

        return shift;
    }

    /// <summary>The logarithm to base 2, 16 fraction bits.</summary>
    internal static int Logarithm(ulong value)
    {
        int power = BitOperations.Log2(value);
        ulong fraction = value << (63 - power);
        int index = (int)(fraction >> (63 - LogarithmBits)) & ((1 << LogarithmBits) - 1), rest = (int)(fraction >> (63 - LogarithmBits - LevelBits)) & 0xFFFF;
        return (power << LevelBits) + Logarithms[index] + (((Logarithms[index + 1] - Logarithms[index]) * rest) >> LevelBits);
    }
}
