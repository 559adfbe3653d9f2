using System.Buffers.Binary;
using Lathe.Graph;
using Lathe.Micro.Emulation;
using Lathe.Models;
using Lathe.Pipeline.Exporting;
using Lathe.Runtime;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Detection;

namespace Lathe.Pipeline.Tests.Exporting;

public sealed class SoundFrontEndTests : IDisposable
{
    private const int Rate = 8000, Clips = 10;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-sound");

    [Fact]
    public void Lower_NetworkForSound_GivesTheCodesOfTheDataPipelineFromSamples()
    {
        (List<short[]> sounds, string path) = Sounds();
        LoweredNetwork network = CExport.Lower(Network(), path);

        IntegerValue input = network.Graph.Inputs[0];
        sbyte[][] trained = [.. Samples(DatasetCatalog.Open(path, Key)).Select(s => CodedTensors.Quantize(s, input, network.Graph.Scales[input.Name]).AsSpan<sbyte>().ToArray())];
        foreach (short[] sound in sounds)
        {
            sbyte[] codes = new sbyte[input.Shape.Count];
            network.FrontEnd!.Run(sound, codes);
            trained.Min(t => t.Zip(codes, (a, b) => Math.Abs(a - b)).Max()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void TestClips_OfAFolder_AreTheRecordingsBehindTheTestPart()
    {
        (_, string path) = Sounds();
        Dataset data = DatasetCatalog.Open(path, Key);
        LoweredNetwork network = CExport.Lower(Network(), path);
        IntegerValue input = network.Graph.Inputs[0];

        data.TestClips!.Count.ShouldBe(data.Test.Count);
        sbyte[] codes = new sbyte[input.Shape.Count];
        float[] sample = new float[data.SampleShape.Count];
        for (int i = 0; i < data.Test.Count; i++)
        {
            network.FrontEnd!.Run(data.TestClips[i], codes);
            data.Test.Read(i, sample);
            CodedTensors.Quantize(sample, input, network.Graph.Scales[input.Name]).AsSpan<sbyte>().ToArray().Zip(codes, (a, b) => Math.Abs(a - b)).Max().ShouldBeLessThanOrEqualTo(1);
        }
    }

    [SkippableFact]
    public void Run_NetworkForSoundOnABoard_HearsRecordings()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        (_, string path) = Sounds();

        EmulatedRun run = BoardRun.Of(Network(), path, 0, "mps2-an386", 3);

        (run.Right, run.Wrong.Length, run.Outputs.Count).ShouldBe((3, 0, 3));
        run.FrontEndInstructions!.Value.ShouldBeInRange(1_000_000, 20_000_000);
    }

    [Fact]
    public void Open_SoundForDetection_HasNoFrontEnd()
    {
        (_, string path) = Sounds();

        Dataset data = AnomalyDetection.Of(DatasetCatalog.Open(path, Key), ["low"]);

        (data.Sound, data.TestClips).ShouldBe((null, null));
    }

    [Fact]
    public void Of_DataThatIsNoSound_IsNone()
    {
        LoweredNetwork network = CExport.Lower(ModelZoo.Create("lenet-300-100", new ModelOptions { Input = [1, 8, 8], Width = 0.1, Key = RandomKey.FromSeed(3) }), "synthetic:1x8?train=200&test=20");

        network.FrontEnd.ShouldBeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static RandomKey Key => RandomKey.FromSeed(0).Fold("split");

    private static ModelGraph Network() => ModelZoo.Create("ds-cnn", new ModelOptions { Input = [1, 49, 10], Width = 0.25, Classes = 2, Key = RandomKey.FromSeed(3) });

    // Clips of different lengths, high and low.
    private (List<short[]> Sounds, string Path) Sounds()
    {
        var sounds = new List<short[]>();
        foreach (string kind in new[] { "high", "low" })
        {
            string folder = _folder.CreateSubdirectory(kind).FullName;
            for (int i = 0; i < Clips; i++)
            {
                sounds.Add(Tone(kind == "high" ? 900 : 300, i));
                File.WriteAllBytes(Path.Combine(folder, $"{i}.wav"), Wav(sounds[^1]));
            }
        }

        return (sounds, "wav:" + _folder.FullName);
    }

    private static IEnumerable<float[]> Samples(Dataset data)
    {
        foreach (DataSplit split in new[] { data.Train, data.Validation, data.Test })
        {
            for (int i = 0; i < split.Count; i++)
            {
                float[] sample = new float[split.Shape.Count];
                split.Read(i, sample);
                yield return sample;
            }
        }
    }

    private static short[] Tone(double hertz, int number)
    {
        RandomKey key = RandomKey.FromSeed(number).Fold($"{hertz}");
        return [.. Enumerable.Range(0, Rate - (number * 300)).Select(i => (short)((6000 * Math.Sin(2 * Math.PI * (hertz + (20 * number)) * i / Rate)) + (500 * key.Normal((ulong)i))))];
    }

    private static byte[] Wav(short[] samples)
    {
        byte[] file = new byte[44 + (2 * samples.Length)];
        "RIFF"u8.CopyTo(file);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        "data"u8.CopyTo(file.AsSpan(36));
        (int At, int Value, bool Wide)[] fields = [(4, file.Length - 8, true), (16, 16, true), (20, 1, false), (22, 1, false), (24, Rate, true), (28, 2 * Rate, true), (32, 2, false), (34, 16, false), (40, 2 * samples.Length, true)];
        foreach ((int at, int value, bool wide) in fields)
        {
            if (wide)
            {
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
            }
            else
            {
                BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(at), (short)value);
            }
        }

        System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan()).CopyTo(file.AsSpan(44));
        return file;
    }
}
