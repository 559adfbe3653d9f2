using System.Buffers.Binary;

namespace Lathe.Training.Data.Audio;

/// <summary>Sound from RIFF/WAVE: PCM of 8, 16, 24 or 32 bits, or binary32; channels are averaged.</summary>
public sealed record WavFile(int SampleRate, float[] Samples)
{
    /// <summary>Parses a file; samples are in -1..1.</summary>
    /// <exception cref="InvalidInputException">It is damaged or of another encoding.</exception>
    public static WavFile Parse(string name, ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            throw new InvalidInputException($"'{name}' is not a WAV file.");
        }

        ReadOnlySpan<byte> format = Chunk(name, file, "fmt "u8), data = Chunk(name, file, "data"u8);
        if (format.Length < 16)
        {
            throw new InvalidInputException($"'{name}' has a format of {format.Length} bytes; 16 are needed. It is damaged.");
        }

        int kind = BinaryPrimitives.ReadUInt16LittleEndian(format), channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        kind = kind == 0xFFFE && format.Length >= 26 ? BinaryPrimitives.ReadUInt16LittleEndian(format[24..]) : kind;
        if (channels is < 1 or > 64 || rate is < 1000 or > 1_000_000 || !((kind == 1 && bits is 8 or 16 or 24 or 32) || (kind == 3 && bits == 32)))
        {
            throw new InvalidInputException($"'{name}' has encoding {kind} of {bits} bits, {channels} channels, {rate} samples a second. PCM of 8 to 32 bits and binary32 are read.");
        }

        return new WavFile((int)rate, Decode(data, kind, bits / 8, channels));
    }

    private static ReadOnlySpan<byte> Chunk(string name, ReadOnlySpan<byte> file, ReadOnlySpan<byte> id)
    {
        for (long at = 12; at + 8 <= file.Length;)
        {
            long size = BinaryPrimitives.ReadUInt32LittleEndian(file[(int)(at + 4)..]);
            if (file.Slice((int)at, 4).SequenceEqual(id))
            {
                return size <= file.Length - at - 8 ? file.Slice((int)at + 8, (int)size)
                    : throw new InvalidInputException($"'{name}' says {size:N0} bytes of sound or format, but only {file.Length - at - 8:N0} follow. It is cut off.");
            }

            at += 8 + size + (size & 1);
        }

        throw new InvalidInputException($"'{name}' has no part '{System.Text.Encoding.ASCII.GetString(id).Trim()}'. It is damaged.");
    }

    private static float[] Decode(ReadOnlySpan<byte> data, int kind, int size, int channels)
    {
        float[] samples = new float[data.Length / (size * channels)];
        for (int i = 0; i < samples.Length; i++)
        {
            float sum = 0;
            for (int c = 0; c < channels; c++)
            {
                ReadOnlySpan<byte> at = data[(((i * channels) + c) * size)..];
                sum += size switch
                {
                    1 => (at[0] - 128) / 128f,
                    2 => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768f,
                    3 => ((at[0] << 8) | (at[1] << 16) | (at[2] << 24)) / 2147483648f,
                    _ when kind == 3 => BinaryPrimitives.ReadSingleLittleEndian(at),
                    _ => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648f,
                };
            }

            samples[i] = sum / channels;
        }

        return samples;
    }
}
