using System.Buffers.Binary;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Audio;

namespace Lathe.Training.Tests.Data.Audio;

public class WavFileTests
{
    [Theory]
    [InlineData(1, 8, new byte[] { 128, 192, 0 }, new[] { 0f, 0.5f, -1 })]
    [InlineData(1, 16, new byte[] { 0, 0, 0, 64, 0, 128 }, new[] { 0f, 0.5f, -1 })]
    [InlineData(1, 24, new byte[] { 0, 0, 64, 0, 0, 128 }, new[] { 0.5f, -1 })]
    [InlineData(1, 32, new byte[] { 0, 0, 0, 64 }, new[] { 0.5f })]
    [InlineData(3, 32, new byte[] { 0, 0, 128, 62 }, new[] { 0.25f })]
    public void Parse_EveryEncoding_GivesSamples(int kind, int bits, byte[] data, float[] expected) => WavFile.Parse("made", Wav(kind, 1, 8000, bits, data)).Samples.ShouldBe(expected);

    [Fact]
    public void Parse_Stereo_IsAveraged() => WavFile.Parse("made", Wav(1, 2, 8000, 16, [0, 64, 0, 0])).Samples.ShouldBe([0.25f]);

    [Fact]
    public void Parse_SpoiltFiles_AreReadOrOneError()
    {
        byte[] whole = Wav(1, 1, 8000, 16, [.. Enumerable.Range(0, 64).Select(i => (byte)i)]);
        int refused = 0;
        for (int n = 0; n < 2000; n++)
        {
            RandomKey key = RandomKey.FromSeed(n);
            byte[] file = [.. whole];
            file[key.Below(0, 44)] = (byte)key.Below(1, 256);
            file = n % 4 == 0 ? file[..key.Below(2, file.Length)] : file;
            try
            {
                WavFile.Parse("spoilt", file).Samples.Length.ShouldBeLessThanOrEqualTo(64);
            }
            catch (InvalidInputException)
            {
                refused++;
            }
        }

        refused.ShouldBeInRange(500, 1999);
    }

    [Fact]
    public void OpenFolder_OfClips_GivesClassesByFolder()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 10; i++)
        {
            folder.Write($"yes/{i}.wav", Wav(1, 1, 8000, 16, [.. Enumerable.Range(0, 8000).Select(n => (byte)(n * i))]));
            folder.Write($"no/{i}.wav", Wav(1, 1, 8000, 16, [.. Enumerable.Range(0, 900).Select(n => (byte)(n % (i + 2)))]));
        }

        Dataset data = DatasetCatalog.Open($"wav:{folder.Path}?seconds=0.5&coefficients=12", RandomKey.FromSeed(1));

        data.ClassNames.ShouldBe(["no", "yes"]);
        data.SampleShape.ShouldBe(new Shape(1, 24, 12));
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"wav:{folder.Path}?seconds=900000", RandomKey.FromSeed(1))).Message.ShouldContain("more than the limit");
        folder.Write("no/odd.wav", Wav(1, 1, 16000, 16, new byte[100]));
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"wav:{folder.Path}", RandomKey.FromSeed(1))).Message.ShouldContain("Convert them to one rate");
    }

    private static byte[] Wav(int kind, int channels, int rate, int bits, byte[] data)
    {
        byte[] head = new byte[44];
        "RIFF"u8.CopyTo(head);
        "WAVEfmt "u8.CopyTo(head.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(20), (short)kind);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(22), (short)channels);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(24), rate);
        BinaryPrimitives.WriteInt16LittleEndian(head.AsSpan(34), (short)bits);
        "data"u8.CopyTo(head.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(40), data.Length);
        return [.. head, .. data];
    }
}
