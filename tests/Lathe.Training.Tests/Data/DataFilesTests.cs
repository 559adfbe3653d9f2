using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data;

public class DataFilesTests
{
    private static readonly DataLimits s_small = new() { MostBytes = 100 };

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Read_PlainFile_StopsAtTheLimit(int length, bool fits)
    {
        using var folder = new TemporaryFolder();
        Check(folder.Write("plain", new byte[length]), length, fits);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(10_000_000, false)]
    public void Read_PackedFile_StopsAtTheLimit(int length, bool fits)
    {
        using var folder = new TemporaryFolder();
        Check(folder.WriteGzip("packed.gz", new byte[length]), length, fits);
    }

    [Fact]
    public void Read_CutGzip_IsOneError()
    {
        using var folder = new TemporaryFolder();
        string path = folder.WriteGzip("packed.gz", [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * i % 251))]);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..10]);
        string noise = folder.Write("noise.gz", [1, 2, 3, 4]);

        Should.Throw<InvalidInputException>(() => DataFiles.Read(noise)).Message.ShouldContain("is not whole");
        (DataFiles.Read(path).Length < 5000).ShouldBeTrue();
    }

    [Fact]
    public void Read_Absent_SaysSo() => Should.Throw<InvalidInputException>(() => DataFiles.Read("no-such-file")).Message.ShouldContain("There is no data file");

    [Fact]
    public void Default_Limit_IsWhatAnArrayCanHold() => DataLimits.Default.MostBytes.ShouldBeLessThan(Array.MaxLength);

    private static void Check(string path, int length, bool fits)
    {
        if (fits)
        {
            DataFiles.Read(path, s_small).Length.ShouldBe(length);
            return;
        }

        Should.Throw<InvalidInputException>(() => DataFiles.Read(path, s_small)).Message.ShouldContain("limit of 100 bytes");
    }
}
