using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data.Images;

public class ImageFolderTests
{
    [Fact]
    public void Open_FoldersOfClasses_SplitsThemInThree()
    {
        using var folder = new TemporaryFolder();
        for (int i = 0; i < 20; i++)
        {
            folder.Write($"cat/{i}.png", PngWriter.Write(4, 4, 0, 8, [.. Enumerable.Repeat((byte)(100 + i), 16)], 4, 1));
            folder.Write($"dog/{i}.jpg", Convert.FromBase64String(PictureFiles.SubsampledJpeg));
        }

        Dataset data = DatasetCatalog.Open($"images:{folder.Path}?size=6", RandomKey.FromSeed(1));

        data.ClassNames.ShouldBe(["cat", "dog"]);
        data.SampleShape.ShouldBe(new Shape(3, 6, 6));
        (data.Train.Count, data.Validation.Count, data.Test.Count).ShouldBe((30, 2, 8));
    }

    [Fact]
    public void Open_TrainAndTestApart_KeepsThemApart()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in new[] { "train/a/1.png", "train/a/2.png", "train/b/1.png", "train/b/2.png", "test/b/1.png" })
        {
            folder.Write(file, PngWriter.Write(3, 2, 0, 8, new byte[6], 3, 1));
        }

        Dataset data = DatasetCatalog.Open($"images:{folder.Path}?channels=1", RandomKey.FromSeed(1));

        data.SampleShape.ShouldBe(new Shape(1, 2, 3));
        (data.Test.Count, data.Test.Label(0)).ShouldBe((1, 1));
    }

    [Fact]
    public void Open_OneDamagedImage_NamesIt()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in new[] { "a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/3.png", "a/3.png" })
        {
            folder.Write(file, file == "b/2.png" ? [1, 2, 3] : PngWriter.Write(3, 2, 0, 8, new byte[6], 3, 1));
        }

        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"images:{folder.Path}", RandomKey.FromSeed(1))).Message.ShouldContain("2.png' is neither");
    }

    [Fact]
    public void Open_NoImages_SaysWhatIsExpected()
    {
        using var folder = new TemporaryFolder();

        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open($"images:{folder.Path}", RandomKey.FromSeed(1))).Message.ShouldContain("folders named after their classes");
    }
}
