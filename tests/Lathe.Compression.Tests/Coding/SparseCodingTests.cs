using Lathe.Compression.Coding;

namespace Lathe.Compression.Tests.Coding;

public class SparseCodingTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.003)]
    [InlineData(0.08)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void RelativeIndex_AnyDensityAndWidth_ComesBack(double density)
    {
        bool[] pattern = Messages.Pattern(5000, density, 1);
        for (int bits = 1; bits <= 9; bits++)
        {
            ushort[] symbols = RelativeIndex.Encode(pattern, bits);

            symbols.All(s => s < 1 << bits).ShouldBeTrue();
            SymbolCounts.Of(symbols, 1 << bits).ShouldBe(RelativeIndex.Count(pattern, bits));
            bool[] decoded = new bool[pattern.Length];
            long at = 0;
            RelativeIndex.Decode(symbols.AsSpan(0, symbols.Length / 2), bits, decoded, ref at);
            RelativeIndex.Decode(symbols.AsSpan(symbols.Length / 2), bits, decoded, ref at);
            decoded.ShouldBe(pattern);
        }
    }

    [Fact]
    public void RelativeIndex_PastTheEnd_IsRefused()
    {
        Should.Throw<InvalidInputException>(() =>
        {
            long at = 0;
            RelativeIndex.Decode([3, 3, 3], 4, new bool[10], ref at);
        }).Message.ShouldContain("10 elements");
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.08, 784)]
    [InlineData(0.5, 25)]
    [InlineData(1.0, 30000)]
    public void Pattern_WithoutStructure_IsWithinThreePercentOfTheEntropy(double density, int columns)
    {
        bool[] pattern = Messages.Pattern(60_000, density, 2);

        byte[] bytes = Encode(pattern, columns, out bool[] decoded);

        decoded.ShouldBe(pattern);
        double p = (double)pattern.Count(x => x) / pattern.Length, entropy = SymbolCounts.Entropy([(long)(p * 60000), (long)((1 - p) * 60000)]);
        (8.0 * bytes.Length / pattern.Length).ShouldBeLessThan((1.03 * entropy) + 0.01);
    }

    [Fact]
    public void Pattern_WithEmptyColumns_BeatsTheEntropyOfItsDensity()
    {
        const int columns = 400;
        bool[] pattern = Messages.Pattern(80_000, 0.2, 3);
        for (int i = 0; i < pattern.Length; i++)
        {
            pattern[i] &= i % columns >= columns / 2;
        }

        byte[] bytes = Encode(pattern, columns, out bool[] decoded);

        decoded.ShouldBe(pattern);
        double density = pattern.Count(x => x) / 80_000.0, entropy = SymbolCounts.Entropy([(long)(density * 1e6), (long)((1 - density) * 1e6)]);
        (8.0 * bytes.Length / pattern.Length).ShouldBeLessThan(0.85 * entropy);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(5, 32)]
    [InlineData(8, 256)]
    public void SymbolTree_AnyMessage_ComesBackNearTheEntropy(int bits, int alphabet)
    {
        ushort[] message = Messages.Geometric(50_000, alphabet, 0.8, 6), decoded = new ushort[50_000];
        var encoder = new RangeEncoder();
        new SymbolTree(bits).Encode(encoder, message);
        byte[] bytes = encoder.Finish();
        var decoder = new RangeDecoder(bytes);
        new SymbolTree(bits).Decode(ref decoder, decoded);

        decoded.ShouldBe(message);
        (8.0 * bytes.Length).ShouldBeLessThan((1.02 * SymbolCounts.Entropy(SymbolCounts.Of(message, alphabet)) * message.Length) + (alphabet * 12));
    }

    private static byte[] Encode(bool[] pattern, int columns, out bool[] decoded)
    {
        var encoder = new RangeEncoder();
        new PatternModel(columns).Encode(encoder, pattern);
        byte[] bytes = encoder.Finish();
        var decoder = new RangeDecoder(bytes);
        decoded = new bool[pattern.Length];
        new PatternModel(columns).Decode(ref decoder, decoded);
        return bytes;
    }
}
