using Lathe.Compression.Coding;

namespace Lathe.Compression.Tests.Coding;

public class RansTests
{
    [Theory]
    [InlineData(2, 0.05, 12)]
    [InlineData(32, 0.8, 12)]
    [InlineData(256, 0.97, 14)]
    [InlineData(3000, 0.999, 15)]
    public void Encode_AnyDistribution_IsWithinOnePercentOfTheEntropyAndComesBack(int alphabet, double decay, int scaleBits)
    {
        ushort[] message = Messages.Geometric(200_000, alphabet, decay, 3);
        long[] counts = SymbolCounts.Of(message, alphabet);

        RansModel model = RansModel.FromCounts(counts, scaleBits);
        byte[] bytes = Encode(model, message);

        double bound = SymbolCounts.Entropy(counts) * message.Length;
        (8.0 * bytes.Length).ShouldBeInRange(bound, (bound * 1.01) + 32);
        model.Measure(counts).ShouldBe(8.0 * bytes.Length, (0.001 * bound) + 40);
        Decode(Copy(model, alphabet), bytes, message.Length).ShouldBe(message);
    }

    [Fact]
    public void Encode_SkewedBits_BeatsHuffman()
    {
        ushort[] message = Messages.Geometric(50_000, 2, 0.03, 4);
        long[] counts = SymbolCounts.Of(message, 2);

        (8.0 * Encode(RansModel.FromCounts(counts, 12), message).Length).ShouldBeLessThan(0.3 * HuffmanCode.FromCounts(counts).Measure(counts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Decode_ShortMessagesAndOnlySymbols_ComeBack(int count)
    {
        ushort[] message = new ushort[count];
        Array.Fill(message, (ushort)5);
        RansModel model = RansModel.FromCounts([0, 0, 0, 0, 0, 9, 0], 10);

        byte[] bytes = Encode(model, message);

        bytes.Length.ShouldBe(4);
        Decode(model, bytes, count).ShouldBe(message);
    }

    [Fact]
    public void FromCounts_EverySymbolThatOccurs_HasAFrequency()
    {
        long[] counts = [1_000_000_000, 1, 0, 1, 3];

        int[] frequencies = RansModel.FromCounts(counts, 10).Frequencies.ToArray();

        frequencies.Sum().ShouldBe(1024);
        frequencies.Select(f => f > 0).ShouldBe(counts.Select(c => c > 0));
    }

    [Fact]
    public void Decode_DamagedStreams_EndInOneSentence()
    {
        ushort[] message = Messages.Geometric(300, 20, 0.8, 5);
        RansModel model = RansModel.FromCounts(SymbolCounts.Of(message, 20), 12);
        byte[] bytes = Encode(model, message);
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] damaged = [.. bytes];
            damaged[at] ^= 0x41;
            Should.Throw<InvalidInputException>(() => Decode(model, damaged, message.Length));
            Should.Throw<InvalidInputException>(() => Decode(model, bytes[..at], message.Length));
        }
    }

    private static byte[] Encode(RansModel model, ushort[] message)
    {
        byte[] buffer = new byte[RansEncoder.MostBytes(message.Length)];
        return buffer[^RansEncoder.Encode(model, message, buffer)..];
    }

    private static ushort[] Decode(RansModel model, byte[] bytes, int count)
    {
        ushort[] decoded = new ushort[count];
        var decoder = new RansDecoder(model, bytes);
        decoder.Decode(decoded.AsSpan(0, count / 3));
        decoder.Decode(decoded.AsSpan(count / 3));
        decoder.Finish();
        return decoded;
    }

    private static RansModel Copy(RansModel model, int alphabet)
    {
        var writer = new BitWriter();
        model.Write(writer);
        var reader = new BitReader(writer.ToBytes());
        return RansModel.Read(ref reader, alphabet);
    }
}
