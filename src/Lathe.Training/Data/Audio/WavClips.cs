using System.IO.Compression;
using Lathe.Tensors;

namespace Lathe.Training.Data.Audio;

/// <summary>
/// Labelled clips as cepstral coefficients, [1, frames, coefficients], standardised by coefficient: a folder with one folder of WAV
/// files for each class, or the Free Spoken Digit Dataset's zip, whose names say class, speaker and number.
/// </summary>
public static class WavClips
{
    private const int DigitTestIndices = 5;

    /// <summary>Opens <c>FOLDER/CLASS/*.wav</c>; a fifth of the clips, chosen by the key, tests.</summary>
    /// <exception cref="InvalidInputException">A file is damaged, or there are no classes.</exception>
    public static Dataset OpenFolder(string path, RandomKey key, MfccOptions? options = null, DataLimits? limits = null)
    {
        string[] folders = Directory.Exists(path) ? [.. Directory.GetDirectories(path).Order(StringComparer.Ordinal)] : [];
        var clips = new List<Clip>();
        for (int c = 0; c < folders.Length; c++)
        {
            clips.AddRange(Directory.GetFiles(folders[c], "*.wav").Order(StringComparer.Ordinal).Select(f => new Clip(f, c, false, () => DataFiles.Read(f, limits))));
        }

        (FloatTable table, Mfcc mfcc, WavFile[] sounds) = Compute(path, clips, options, limits);
        string name = Path.GetFileName(path.TrimEnd('/'));
        Dataset data = FloatDataset.Create(name, mfcc.Shape, table, key, folders.Length, new Grouping(mfcc.Shape[2], 1));
        int[] test = FloatDataset.Carve(name, mfcc.Shape, table, key, folders.Length).Test;
        return data with { Sound = mfcc.Source, TestClips = [.. test.Select(i => mfcc.Clip(sounds[i].Samples))], ClassNames = [.. folders.Select(f => Path.GetFileName(f))] };
    }

    /// <summary>Opens the digits: clips numbered 0 to 4 of each speaker test, as its authors say.</summary>
    /// <exception cref="InvalidInputException">The file is damaged.</exception>
    public static Dataset OpenDigits(string zipPath, RandomKey key, MfccOptions? options = null, DataLimits? limits = null)
    {
        limits ??= DataLimits.Default;
        byte[] file = DataFiles.Read(zipPath, limits);
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var clips = new List<Clip>();
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.Name.EndsWith(".wav", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal))
            {
                clips.Add(Digit(zipPath, entry, limits));
            }

            (FloatTable train, Mfcc mfcc, _) = Compute(zipPath, [.. clips.Where(c => !c.Test)], options, limits);
            (FloatTable test, _, WavFile[] sounds) = Compute(zipPath, [.. clips.Where(c => c.Test)], options, limits);
            return FloatDataset.Create("fsdd", mfcc.Shape, train, test, key, 10, new Grouping(mfcc.Shape[2], 1)) with { Sound = mfcc.Source, TestClips = [.. sounds.Select(s => mfcc.Clip(s.Samples))], ClassNames = [.. Enumerable.Range(0, 10).Select(d => $"{d}")] };
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException)
        {
            throw new InvalidInputException($"'{zipPath}' is not a whole zip file: {error.Message}", error);
        }
    }

    private static Clip Digit(string zipPath, ZipArchiveEntry entry, DataLimits limits)
    {
        string[] parts = Path.GetFileNameWithoutExtension(entry.Name).Split('_');
        if (parts.Length != 3 || !int.TryParse(parts[0], out int digit) || digit is < 0 or > 9 || !int.TryParse(parts[2], out int index))
        {
            throw new InvalidInputException($"'{zipPath}' holds '{entry.Name}'; digit_speaker_number.wav is expected.");
        }

        return new Clip($"{zipPath}/{entry.Name}", digit, index < DigitTestIndices, () =>
        {
            using Stream stream = entry.Open();
            return DataFiles.Copy(entry.Name, stream, limits);
        });
    }

    private static (FloatTable Table, Mfcc Mfcc, WavFile[] Sounds) Compute(string path, IReadOnlyList<Clip> clips, MfccOptions? options, DataLimits? limits = null)
    {
        if (clips.Count == 0)
        {
            throw new InvalidInputException($"'{path}' holds no WAV files in folders named after their classes.");
        }

        WavFile[] sounds = [.. clips.Select(c => WavFile.Parse(c.Name, c.Read()))];
        int rate = sounds[0].SampleRate, odd = Array.FindIndex(sounds, s => s.SampleRate != rate);
        if (odd >= 0)
        {
            throw new InvalidInputException($"'{clips[odd].Name}' has {sounds[odd].SampleRate} samples a second, the first clip {rate}. Convert them to one rate.");
        }

        var mfcc = new Mfcc(options ?? new MfccOptions(), rate);
        (limits ?? DataLimits.Default).CheckBytes(path, 4L * clips.Count * mfcc.Shape.Count);
        float[] values = new float[(long)clips.Count * mfcc.Shape.Count];
        Parallel.For(0, sounds.Length, i => mfcc.Compute(sounds[i].Samples, values.AsSpan(i * mfcc.Shape.Count, mfcc.Shape.Count)));
        return (new FloatTable(values, [.. clips.Select(c => c.Label)]), mfcc, sounds);
    }

    private sealed record Clip(string Name, int Label, bool Test, Func<byte[]> Read);
}
