using Lathe.Tensors.Formats.Codebooks;

namespace Lathe.Tensors.Formats;

/// <summary>The formats by name.</summary>
public static class NumberFormats
{
    /// <summary>Signed integers of 8 bits.</summary>
    public static IntegerFormat Int8 { get; } = new(8, true);

    /// <summary>Signed integers of 4 bits.</summary>
    public static IntegerFormat Int4 { get; } = new(4, true);

    private static readonly INumberFormat[] s_all =
    [
        Int8, new IntegerFormat(8, false), new IntegerFormat(16, true), new IntegerFormat(16, false), Int4, new IntegerFormat(4, false), new IntegerFormat(2, true), new IntegerFormat(2, false),
        new IntegerFormat(3, true), new IntegerFormat(5, true), new IntegerFormat(6, true), new IntegerFormat(7, true), TernaryFormat.Instance, BinaryFormat.Instance,
        MinifloatFormat.Float16, MinifloatFormat.BFloat16, MinifloatFormat.TensorFloat32, MinifloatFormat.E4M3, MinifloatFormat.E5M2, MinifloatFormat.E2M1,
        new PowerOfTwoFormat(4), new PowerOfTwoFormat(5), AdditivePowersOfTwo.Of(4), AdditivePowersOfTwo.Of(3), AdditivePowersOfTwo.Of(2),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<INumberFormat> All => s_all;

    /// <summary>The format of a name.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static INumberFormat Find(string name) => s_all.FirstOrDefault(f => f.Name == name)
        ?? throw new InvalidInputException($"'{name}' is no number format. There are {string.Join(", ", s_all.Select(f => f.Name))}.");
}
