using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data;

public class DataPathTests
{
    [Fact]
    public void TryParse_PathWithSettings_TakesThemApart()
    {
        DataPath path = DataPath.TryParse("csv:some/file.csv?label=kind&regression")!;

        (path.Format, path.Path).ShouldBe(("csv", "some/file.csv"));
        path.Settings["label"].ShouldBe("kind");
        path.Settings["regression"].ShouldBe("true");
        DataPath.TryParse("fashion-mnist").ShouldBeNull();
    }

    [Theory]
    [InlineData("csv:x.csv?lable=3", "has no setting 'lable'. Known are label, ignore")]
    [InlineData("images:x?size=big", "size is 'big', not a whole number")]
    [InlineData("wav:x?seconds=NaN", "seconds is 'NaN', not a number")]
    [InlineData("csv:x?separator=", "It is one character, or tab")]
    [InlineData("text:x?test=y&length=0", "at least 1 and 4")]
    [InlineData("text:x", "needs a test file")]
    [InlineData("csv:no-such-file.csv", "There is no data file")]
    [InlineData("cifar100:no-such-folder", "There is no data file")]
    [InlineData("wav:no-such-folder", "holds no WAV files")]
    [InlineData("tsv:x", "There is no data set 'tsv:x'")]
    [InlineData("imagenet", "Known are fashion-mnist, mnist")]
    public void Open_Mistakes_AreOneError(string text, string expected) =>
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open(text, RandomKey.FromSeed(1))).Message.ShouldContain(expected);

    [Theory]
    [InlineData("texts:{0}?test={0}&length=900000000", "more than the limit")]
    [InlineData("texts:{0}?test={0}&length=0", "at least 1 and 4")]
    public void Open_AskingForTooMuch_IsOneError(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.txt", "a\tx y\nb\tz\na\tx\nb\ty\n");

        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open(string.Format(text, path), RandomKey.FromSeed(1))).Message.ShouldContain(expected);
    }

    [Fact]
    public void Open_Cifar100_ReadsTheFineLabels()
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.bin", [.. Enumerable.Range(0, 200).SelectMany(i => Row(i % 20, i % 100))]);
        folder.WriteGzip("test.bin.gz", Row(3, 42));

        Dataset data = DatasetCatalog.Open("cifar100:" + folder.Path, RandomKey.FromSeed(1));

        (data.Classes, data.Train.Count, data.Validation.Count, data.Test.Label(0)).ShouldBe((100, 100, 100, 42));
        folder.Write("train.bin", Row(3, 100));
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open("cifar100:" + folder.Path, RandomKey.FromSeed(1))).Message.ShouldContain("image 0 has label 100");
    }

    private static byte[] Row(int coarse, int fine) => [(byte)coarse, (byte)fine, .. new byte[3072]];
}
