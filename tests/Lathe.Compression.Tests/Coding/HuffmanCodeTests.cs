using Lathe.Compression.Coding;

namespace Lathe.Compression.Tests.Coding;

public class HuffmanCodeTests
{
    [Theory]
    [InlineData(2, 0.5)]
    [InlineData(2, 0.01)]
    [InlineData(32, 0.8)]
    [InlineData(256, 0.97)]
    [InlineData(4000, 0.999)]
    public void Encode_AnyDistribution_IsWithinOneBitOfTheEntropyAndComesBack(int alphabet, double decay)
    {
        for (ulong draw = 0; draw < 5; draw++)
        {
            ushort[] message = Messages.Geometric(5000, alphabet, decay, draw);
            long[] counts = SymbolCounts.Of(message, alphabet);

            HuffmanCode code = HuffmanCode.FromCounts(counts);

            double entropy = SymbolCounts.Entropy(counts), mean = (double)code.Measure(counts) / message.Length;
            mean.ShouldBeInRange(entropy - 1e-9, entropy + 1);
            RoundTrip(code, message, alphabet, out long bits).ShouldBe(message);
            bits.ShouldBe(code.Measure(counts));
        }
    }

    [Fact]
    public void FromCounts_PublishedExample_HasItsLengths()
    {
        HuffmanCode code = HuffmanCode.FromCounts([45, 13, 12, 16, 9, 5]);

        code.Lengths.ToArray().ShouldBe([1, 3, 3, 3, 4, 4]);
    }

    [Fact]
    public void FromCounts_FibonacciCounts_AreLimitedAndStillComplete()
    {
        long[] counts = new long[40];
        (counts[0], counts[1]) = (1, 1);
        for (int i = 2; i < counts.Length; i++)
        {
            counts[i] = counts[i - 1] + counts[i - 2];
        }

        byte[] lengths = HuffmanCode.FromCounts(counts).Lengths.ToArray();

        lengths.Max().ShouldBe((byte)HuffmanCode.Longest);
        lengths.Sum(l => Math.Pow(2, -l)).ShouldBe(1);
        ushort[] everything = [.. Enumerable.Range(0, 40).Select(i => (ushort)i)];
        RoundTrip(HuffmanCode.FromCounts(counts), everything, 40, out _).ShouldBe(everything);
    }

    [Fact]
    public void Encode_OneSymbol_TakesNoBits()
    {
        ushort[] message = [7, 7, 7, 7];
        HuffmanCode code = HuffmanCode.FromCounts(SymbolCounts.Of(message, 9));

        RoundTrip(code, message, 9, out long bits).ShouldBe(message);
        bits.ShouldBe(0);
    }

    [Fact]
    public void Decode_InPieces_IsTheSame()
    {
        ushort[] message = Messages.Geometric(1000, 50, 0.9, 1), decoded = new ushort[1000];
        HuffmanCode code = HuffmanCode.FromCounts(SymbolCounts.Of(message, 50));
        var writer = new BitWriter();
        code.Encode(message, writer);
        var reader = new BitReader(writer.ToBytes());
        for (int at = 0, size = 1; at < 1000; at += size, size = Math.Min((size * 2) + 1, 1000 - at))
        {
            code.Decode(ref reader, decoded.AsSpan(at, size));
        }

        decoded.ShouldBe(message);
    }

    [Fact]
    public void Decode_TheHotLoop_DoesNotAllocate()
    {
        ushort[] message = Messages.Geometric(20000, 200, 0.97, 1), decoded = new ushort[20000];
        HuffmanCode code = HuffmanCode.FromCounts(SymbolCounts.Of(message, 200));
        var writer = new BitWriter();
        writer.Reserve(code.Measure(SymbolCounts.Of(message, 200)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        code.Encode(message, writer);
        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
        byte[] bytes = writer.ToBytes();
        before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new BitReader(bytes);
        code.Decode(ref reader, decoded);

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
        decoded.ShouldBe(message);
    }

    [Fact]
    public void Read_LengthsOfNoPrefixCode_AreRefused()
    {
        // Differences 1, 0, 0: three codes of one bit.
        var writer = new BitWriter();
        writer.WriteGamma(3);
        writer.WriteGamma(1);
        writer.WriteGamma(1);
        byte[] bytes = writer.ToBytes();

        Should.Throw<InvalidInputException>(() =>
        {
            var reader = new BitReader(bytes);
            HuffmanCode.Read(ref reader, 3);
        }).Message.ShouldContain("prefix code");
    }

    private static ushort[] RoundTrip(HuffmanCode code, ushort[] message, int alphabet, out long bits)
    {
        var writer = new BitWriter();
        code.Write(writer);
        bits = -writer.BitCount;
        code.Encode(message, writer);
        bits += writer.BitCount;
        var reader = new BitReader(writer.ToBytes());
        HuffmanCode read = HuffmanCode.Read(ref reader, alphabet);
        read.Lengths.ToArray().ShouldBe(code.Lengths.ToArray());
        ushort[] decoded = new ushort[message.Length];
        read.Decode(ref reader, decoded);
        return decoded;
    }
}
