namespace Lathe.Runtime.Arithmetic;

/// <summary>
/// A function of 16-bit codes as 513 entries with straight lines between them. Entries are moved by half the error at the middle of
/// their line, which halves the largest error (TensorFlow Lite's tables).
/// </summary>
public sealed class InterpolationTable
{
    private const int Lines = 512;
    private const float One = 32768;
    private readonly short[] _entries = new short[Lines + 1];

    /// <summary>Tabulates a function with values in [-1, 1].</summary>
    /// <param name="function">The function.</param>
    /// <param name="low">The argument of code -32768.</param>
    /// <param name="high">The argument of code 32768.</param>
    public InterpolationTable(Func<double, double> function, float low, float high)
    {
        float step = (high - low) / Lines;
        for (int i = 0; i < Lines; i++)
        {
            float sample = Code(function(low + (i * step)));
            float next = (float)function(low + ((i + 1) * step)) * One;
            float line = MathF.Round((next + sample) / 2, MidpointRounding.AwayFromZero);
            float middle = Code(function(low + (i * step) + (step / 2)));
            float bias = MathF.Round((line - middle) / 2, MidpointRounding.AwayFromZero);
            _entries[i] = (short)Math.Clamp(sample - bias, short.MinValue, short.MaxValue);
        }

        _entries[Lines] = (short)Math.Clamp(Code(function(high)), short.MinValue, short.MaxValue);
    }

    /// <summary>The exponential on [-10, 0].</summary>
    public static InterpolationTable Exponential { get; } = new(Math.Exp, -10, 0);

    /// <summary><c>1 / (1 + x)</c> on [0, 1].</summary>
    public static InterpolationTable Reciprocal { get; } = new(x => 1 / (1 + x), 0, 1);

    /// <summary>The entries, for code generation.</summary>
    public ReadOnlySpan<short> Entries => _entries;

    /// <summary>The function at a code, 15 fraction bits.</summary>
    public short At(short code)
    {
        int index = (Lines / 2) + (code >> 7);
        int slope = _entries[index + 1] - _entries[index];
        return (short)(_entries[index] + (((slope * (code & 0x7F)) + 64) >> 7));
    }

    private static float Code(double value) => MathF.Round((float)value * One, MidpointRounding.AwayFromZero);
}
