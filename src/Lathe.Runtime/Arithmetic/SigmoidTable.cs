namespace Lathe.Runtime.Arithmetic;

/// <summary>
/// Logistic function and hyperbolic tangent of 16-bit codes from one table of <c>sigmoid(i / 24)</c>, since
/// <c>tanh(x) = 2 sigmoid(2 x) - 1</c> and both are symmetric (TensorFlow Lite's definition).
/// </summary>
public static class SigmoidTable
{
    private const int Last = 255;

    private static readonly ushort[] s_entries = [.. Enumerable.Range(0, Last).Select(Entry), ushort.MaxValue];

    /// <summary>The entries, 16 fraction bits, for code generation.</summary>
    public static ReadOnlySpan<ushort> Entries => s_entries;

    /// <summary>The logistic function.</summary>
    /// <param name="code">An argument with 12 fraction bits.</param>
    /// <returns>15 fraction bits.</returns>
    public static short Sigmoid(short code)
    {
        int value = code * 3;
        uint level = Level(value, 9, 0x7FFFu << 10);
        uint result = value >= 0 ? level + (1 << 9) : (1u << 25) - level + (1 << 9) - 1;
        return (short)(result >> 10);
    }

    /// <summary>The hyperbolic tangent.</summary>
    /// <param name="code">An argument with <c>12 - shift</c> fraction bits.</param>
    /// <param name="shift">To the left where positive.</param>
    /// <returns>15 fraction bits.</returns>
    public static short Tanh(short code, int shift)
    {
        int value = shift >= 0 ? code * (3 << shift) : ((code * 3) + (1 << (-shift - 1))) >> -shift;
        uint level = Level(value, 8, 0xFFFFu << 8);
        uint result = unchecked(value >= 0 ? level - (1u << 23) + (1u << 7) : (1u << 23) - level + (1u << 7) - 1);
        return (short)(unchecked((int)result) >> 8);
    }

    // The function, moved by half the error that the straight line to the next entry makes at its middle.
    private static ushort Entry(int index)
    {
        double here = Logistic(index), middle = Logistic(index + 0.5), line = (here + Logistic(index + 1)) / 2;
        return (ushort)Math.Round(here + ((middle - line) / 2));
    }

    private static double Logistic(double index) => 65536 / (1 + Math.Exp(-index / 24));

    private static uint Level(int value, int bits, uint saturated)
    {
        uint magnitude = (uint)Math.Abs((long)value);
        uint index = magnitude >> bits;
        if (index >= Last)
        {
            return saturated;
        }

        uint low = s_entries[index], high = s_entries[index + 1];
        return (low << bits) + ((magnitude & ((1u << bits) - 1)) * (high - low));
    }
}
