using System.IO.Compression;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Emulation;
using Lathe.Micro.Toolchains;
using Lathe.Runtime;
using Lathe.Runtime.FrontEnds;
using Lathe.Tests;
using Lathe.Training.Data.Audio;

namespace Lathe.Micro.Tests;

/// <summary>The front end over recorded digits: the data pipeline's coefficients, the reference in fixed point, and the C.</summary>
public sealed class FrontEndTests : IDisposable
{
    private const int Rate = 8000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-front-end");

    [SkippableFact]
    public void Coefficients_SpokenDigits_AreThoseOfTheDataPipeline()
    {
        CepstralFrontEnd frontEnd = FrontEnd();
        var mfcc = new Mfcc(new MfccOptions(), Rate);
        float[] wanted = new float[mfcc.Shape.Count], had = new float[mfcc.Shape.Count];
        double sum = 0, largest = 0;
        short[][] clips = [.. Clips(100)];
        foreach (short[] clip in clips)
        {
            mfcc.Compute(Array.ConvertAll(clip, s => s / 32768f), wanted);
            frontEnd.Coefficients(clip, had);
            double[] differences = [.. wanted.Zip(had, (w, h) => Math.Abs((double)w - h))];
            (sum, largest) = (sum + differences.Average(), Math.Max(largest, differences.Max()));
        }

        // Coefficients deviate by 1 to 10 from their means.
        (sum / clips.Length).ShouldBeLessThan(0.001);
        largest.ShouldBeLessThan(0.05);
    }

    [SkippableFact]
    public void Run_SpokenDigitsInC_EqualTheReference()
    {
        HostBuild.Require("gcc");
        CepstralFrontEnd frontEnd = FrontEnd();
        short[][] clips = [.. Clips(200), .. Edges()];
        using var build = new HostBuild(FrontEndProgram.Write(frontEnd));
        FrontEndProgram.WriteInputs(frontEnd, clips, build.Folder);

        build.Run().ShouldContain($"{clips.Length} clips");

        FrontEndProgram.ReadOutputs(build.Folder).ShouldBe(Codes(frontEnd, clips));
    }

    [SkippableTheory]
    [InlineData("mps2-an385")]
    [InlineData("mps2-an386")]
    [InlineData("mps3-an547")]
    public void Run_OnABoard_EqualsTheReference(string board)
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        CepstralFrontEnd frontEnd = FrontEnd();
        short[][] clips = [.. Clips(3), .. Edges()];

        (sbyte[] codes, long instructions) = FrontEndProgram.Run(frontEnd, clips, BoardCatalog.Find(board), _folder.FullName);

        codes.ShouldBe(Codes(frontEnd, clips));
        instructions.ShouldBeInRange(1_000_000, 20_000_000);
    }

    [SkippableFact]
    public void Sources_UnderClangAndCppcheck_AreClean()
    {
        HostBuild.Require("clang");
        HostBuild.Require("cppcheck");
        using var build = new HostBuild(FrontEndProgram.Write(FrontEnd()));

        ToolResult clang = build.Compile("clang", "-Wcast-align", "-Wcast-qual", "-Wstrict-prototypes", "-fsyntax-only", "all.c");
        ToolResult cppcheck = Tool.Run("cppcheck", build.Folder, TimeSpan.FromMinutes(2), "--std=c99", "--enable=warning,style,performance,portability", "--inline-suppr", "--quiet", "--error-exitcode=1", "lathe_kernels.c", "sound_front_end.c");

        (clang.ExitCode, clang.Errors, cppcheck.ExitCode, cppcheck.Errors).ShouldBe((0, "", 0, ""));
    }

    [Fact]
    public void Run_Silence_IsTheFloorEverywhere()
    {
        CepstralFrontEnd frontEnd = FrontEnd();
        float[] coefficients = new float[frontEnd.Options.Frames * frontEnd.Options.Coefficients];

        frontEnd.Coefficients([], coefficients);

        coefficients[0].ShouldBe((float)(Math.Log(1e-10) * Math.Sqrt(40)), 0.01f);
        coefficients.Where((_, i) => i % frontEnd.Options.Coefficients > 0).ShouldAllBe(c => Math.Abs(c) < 0.01f);
    }

    [Fact]
    public void New_WithoutAMeanForEachCoefficient_SaysWhatIsMissing() =>
        Should.Throw<InvalidInputException>(() => new CepstralFrontEnd(Options, [1, 2], [1, 2], new CodeScale(0.1, 0))).Message.ShouldContain("2 means and 2 factors for 10 coefficients");

    public void Dispose() => _folder.Delete(recursive: true);

    private static CepstralOptions Options => new() { SampleRate = Rate, Frame = 320, Hop = 160, Samples = Rate, Bands = 40, Coefficients = 10, Lowest = 20, Highest = 4000 };

    private static CepstralFrontEnd FrontEnd() =>
        new(Options, [-60, 3, 0.5f, 1, -2, 0.1f, -0.4f, 0.2f, 0, 0.3f], [0.05f, 0.2f, 0.3f, 0.4f, 0.5f, 0.5f, 0.6f, 0.6f, 0.7f, 0.7f], new CodeScale(0.04, 5));

    private static sbyte[] Codes(CepstralFrontEnd frontEnd, short[][] clips)
    {
        int each = frontEnd.Options.Frames * frontEnd.Options.Coefficients;
        sbyte[] codes = new sbyte[clips.Length * each];
        for (int i = 0; i < clips.Length; i++)
        {
            frontEnd.Run(clips[i], codes.AsSpan(i * each, each));
        }

        return codes;
    }

    // Nothing, one sample, the loudest there is: a step up and down every 16 samples, and all samples at the lower end.
    private static short[][] Edges() =>
        [[], [1], [.. Enumerable.Range(0, Rate).Select(i => i / 16 % 2 == 0 ? short.MinValue : short.MaxValue)], [.. Enumerable.Repeat(short.MinValue, Rate)]];

    private static IEnumerable<short[]> Clips(int count)
    {
        string path = TestData.Require(Path.Combine("fsdd", "fsdd-4-speakers.zip"));
        Skip.IfNot(File.Exists(path), "No recordings: fsdd/fsdd-4-speakers.zip is not in the test data.");
        using ZipArchive zip = ZipFile.OpenRead(path);
        ZipArchiveEntry[] entries = [.. zip.Entries.Where(e => e.Name.EndsWith(".wav", StringComparison.Ordinal)).OrderBy(e => e.FullName, StringComparer.Ordinal)];
        foreach (ZipArchiveEntry entry in entries.Where((_, i) => i % (entries.Length / count) == 0).Take(count))
        {
            using Stream stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return Array.ConvertAll(WavFile.Parse(entry.Name, bytes.ToArray()).Samples, s => (short)Math.Round(s * 32768));
        }
    }
}
