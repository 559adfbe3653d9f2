namespace Lathe.Tensors.Formats.Codebooks;

/// <summary>
/// Additive powers of two (Li, Dong and Wang 2020): sums of few powers of two from disjoint sets, denser near zero where weights are,
/// and products still shifts and adds. One bit is the sign; the largest number is 1.
/// </summary>
public static class AdditivePowersOfTwo
{
    /// <summary>The format of 2 to 6 bits.</summary>
    /// <exception cref="InvalidInputException">There are too few or too many bits.</exception>
    public static CodebookFormat Of(int bits)
    {
        double[][] terms = bits switch
        {
            2 => [[0, 0.5]],
            3 => [[0, 0.5, 0.25, 0.125]],
            4 => [[0, 0.5, 0.25, 0.0625], [0, 0.125]],
            5 => [[0, 0.5, 0.125, 0.03125], [0, 0.25, 0.0625, 0.015625]],
            6 => [[0, 0.5, 0.125, 0.015625], [0, 0.25, 0.0625, 0.0078125], [0, 0.03125]],
            _ => throw new InvalidInputException($"Additive powers of two have 2 to 6 bits, not {bits}."),
        };
        IEnumerable<double> sums = terms.Aggregate((IEnumerable<double>)[0.0], (all, set) => all.SelectMany(a => set.Select(b => a + b))).ToArray();
        double largest = sums.Max();
        return new CodebookFormat($"apot-{bits}", [.. sums.SelectMany(s => new[] { (float)(s / largest), (float)(-s / largest) }.Select(v => v == 0 ? 0f : v))]);
    }
}
