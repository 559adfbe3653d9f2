using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Tables;

namespace Lathe.Training.Tests.Data.Tables;

public class CsvFileTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(1);

    [Fact]
    public void Open_TableWithHeader_StandardisesByItsTrainingRows()
    {
        using var folder = new TemporaryFolder();
        string rows = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"{i},{i * 3},7,{(i % 2 == 0 ? "even" : "odd")}"));
        Dataset data = CsvFile.Open(folder.Write("t.csv", $"id,value,same,kind\n{rows}\n"), s_key, new CsvOptions { Label = "kind", Ignore = ["id"] });

        data.ClassNames.ShouldBe(["even", "odd"]);
        data.SampleShape.ShouldBe(new Shape(2));
        (data.Train.Count, data.Validation.Count, data.Test.Count).ShouldBe((72, 8, 20));
        float[][] train = Samples(data.Train);
        train.Average(s => s[0]).ShouldBe(0, 1e-4f);
        train.Average(s => s[0] * s[0]).ShouldBe(1, 1e-3f);
        train.ShouldAllBe(s => s[1] == 0);
        Math.Abs(Samples(data.Test).Average(s => s[0])).ShouldBeGreaterThan(1e-4f);
    }

    [Fact]
    public void Open_RealTargets_AreRegression()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", string.Join('\n', Enumerable.Range(0, 50).Select(i => $"{i};{i * 0.5}")));
        Dataset data = DatasetCatalog.Open($"csv:{path}?regression&separator=;", s_key);
        float[] target = new float[1], sample = new float[1];
        data.Train.ReadTargets(3, target);
        data.Train.Read(3, sample);

        (data.Classes, data.Train.LabelsEach, data.Train.TargetsEach).ShouldBe((0, 0, 1));
        (target[0] * 2 % 1).ShouldBe(0);
    }

    [Fact]
    public void Open_TestFile_IsOnlyTested()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("train.csv", "1,a\n2,b\n3,a\n4,b\n5,a\n6,b"), test = folder.Write("test.csv", "9,b\n8,a");
        Dataset data = CsvFile.Open(train, s_key, new CsvOptions { TestFile = test });

        (data.Train.Count + data.Validation.Count, data.Test.Count).ShouldBe((6, 2));
        data.Test.Label(0).ShouldBe(1);
    }

    [Theory]
    [InlineData("1,a\n2,b\nx,a\n4,b", "line 3, column '0': 'x' is not a number")]
    [InlineData("1,a\n2,b\n,a\n4,b", "'' is not a number")]
    [InlineData("1,a\n2,b\n3\n4,b", "line 3 has 1 fields")]
    [InlineData("1,a\n\"2,b\n", "a quote is not closed")]
    [InlineData("1,a", "has 1 rows")]
    [InlineData("", "has 0 rows")]
    public void Open_SpoiltTables_AreOneError(string text, string expected)
    {
        using var folder = new TemporaryFolder();

        Should.Throw<InvalidInputException>(() => CsvFile.Open(folder.Write("t.csv", text), s_key)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Open_UnknownColumnOrTestLabel_IsNamed()
    {
        using var folder = new TemporaryFolder();
        string train = folder.Write("train.csv", "1,a\n2,b\n3,a\n4,b"), test = folder.Write("test.csv", "9,c\n8,a");

        Should.Throw<InvalidInputException>(() => CsvFile.Open(train, s_key, new CsvOptions { Label = "kind" })).Message.ShouldContain("no column 'kind'");
        Should.Throw<InvalidInputException>(() => CsvFile.Open(train, s_key, new CsvOptions { TestFile = test })).Message.ShouldContain("label 'c' is not one of the training labels a, b");
    }

    [Fact]
    public void Open_QuotedFields_KeepTheirSeparators()
    {
        using var folder = new TemporaryFolder();
        Dataset data = CsvFile.Open(folder.Write("t.csv", "v,k\n1,\"a,\"\"x\"\"\"\n2,b\n3,\"a,\"\"x\"\"\"\n4,b\n5,b\n6,\"a,\"\"x\"\"\""), s_key);

        data.ClassNames.ShouldBe(["a,\"x\"", "b"]);
    }

    private static float[][] Samples(DataSplit split) => [.. Enumerable.Range(0, split.Count).Select(i =>
    {
        float[] sample = new float[split.Shape.Count];
        split.Read(i, sample);
        return sample;
    })];
}
