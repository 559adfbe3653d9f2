using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data.Series;

public class TimeSeriesTests
{
    private const string Head = "# remark\n@problemName made-up\n@classLabel true a b\n@data\n";

    [Fact]
    public void Open_UnequalLengths_AreFilledAndCut()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("M_TRAIN.ts", Head + "1,2,3:4,5,6:a\n1,2:3,4:b\n1,2,3:4,5,6:a\n1,2,3:4,5,6:b\n");
        folder.Write("M_TEST.ts", Head + "9,9,9,9,9:1,1,1,1,1:b\n");

        Dataset data = DatasetCatalog.Open("ts:" + train, RandomKey.FromSeed(1));

        data.SampleShape.ShouldBe(new Shape(2, 3));
        data.ClassNames.ShouldBe(["a", "b"]);
        (data.Test.Count, data.Test.Label(0)).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("1,2\n", "has no class")]
    [InlineData("1,?:a\n", "'?' at place 1 is not a number")]
    [InlineData("1,2:1,2:a\n1,2:b\n1,2:1,2:a\n", "has 1 channels")]
    [InlineData("", "has no cases")]
    public void Open_SpoiltFiles_AreOneError(string cases, string expected)
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("M_TRAIN.ts", Head + cases);
        folder.Write("M_TEST.ts", Head + "1,2:1,2:a\n");

        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open("ts:" + train, RandomKey.FromSeed(1))).Message.ShouldContain(expected);
    }
}
