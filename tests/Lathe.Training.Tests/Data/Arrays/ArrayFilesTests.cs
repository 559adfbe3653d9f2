using System.IO.Compression;
using System.Text;
using Lathe.Tensors;
using Lathe.Training.Data;
using Lathe.Training.Data.Arrays;

namespace Lathe.Training.Tests.Data.Arrays;

public class ArrayFilesTests
{
    [Theory]
    [InlineData("|u1", 1)]
    [InlineData("<i2", 2)]
    [InlineData("<i4", 4)]
    [InlineData("<i8", 8)]
    public void Parse_Integers_GiveTheirValues(string type, int size)
    {
        byte[] data = new byte[6 * size];
        for (int i = 0; i < 6; i++)
        {
            data[i * size] = (byte)(i * 3);
        }

        NpyArray array = NpyArray.Parse("made", Npy(type, "(2, 3)", data));

        array.Shape.ShouldBe([2, 3]);
        array.ToFloats().ShouldBe([0, 3, 6, 9, 12, 15]);
        array.ToLabels().ShouldBe([0, 3, 6, 9, 12, 15]);
    }

    [Fact]
    public void Parse_Floats_GiveTheirValues()
    {
        NpyArray.Parse("made", Npy("<f4", "(2,)", [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-2f)])).ToFloats().ShouldBe([1.5f, -2]);
        NpyArray.Parse("made", Npy("<f8", "()", BitConverter.GetBytes(0.25))).ToFloats().ShouldBe([0.25f]);
        NpyArray.Parse("made", Npy("<f2", "(1,)", BitConverter.GetBytes((Half)3))).ToFloats().ShouldBe([3]);
    }

    [Theory]
    [InlineData("<f4", "(3,)", 8, "is damaged or cut off")]
    [InlineData("<f4", "(70000, 70000)", 8, "too large")]
    [InlineData("<f4", "(99999999999,)", 8, "not a size")]
    [InlineData("<f4", "(-1,)", 8, "not a size")]
    [InlineData(">f4", "(2,)", 8, "element type '>f4'")]
    [InlineData("|O8", "(1,)", 8, "element type")]
    public void Parse_HostileHeaders_AreOneError(string type, string shape, int bytes, string expected) =>
        Should.Throw<InvalidInputException>(() => NpyArray.Parse("made", Npy(type, shape, new byte[bytes]))).Message.ShouldContain(expected);

    [Fact]
    public void Parse_CutAnywhere_IsOneError()
    {
        byte[] whole = Npy("<f4", "(2,)", new byte[8]);
        for (int i = 0; i < whole.Length; i++)
        {
            Should.Throw<InvalidInputException>(() => NpyArray.Parse("made", whole.AsMemory(0, i)));
        }
    }

    [Fact]
    public void Open_Npz_GivesThreeParts()
    {
        using var folder = new TemporaryFolder();
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "x_train", Npy("|u1", "(20, 4, 3)", [.. Enumerable.Range(0, 240).Select(i => (byte)i)]));
            Add(zip, "y_train", Npy("|u1", "(20,)", [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))]));
            Add(zip, "x_test", Npy("|u1", "(2, 4, 3)", new byte[24]));
            Add(zip, "y_test", Npy("|u1", "(2,)", [1, 0]));
        }

        Dataset data = DatasetCatalog.Open("npz:" + folder.Write("set.npz", memory.ToArray()), RandomKey.FromSeed(1));

        data.SampleShape.ShouldBe(new Shape(1, 4, 3));
        (data.Train.Count, data.Validation.Count, data.Test.Count, data.Classes).ShouldBe((18, 2, 2, 2));
        File.WriteAllBytes(folder.File("cut.npz"), memory.ToArray()[..200]);
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open("npz:" + folder.File("cut.npz"), RandomKey.FromSeed(1))).Message.ShouldContain("not a whole .npz");
    }

    [Fact]
    public void Open_FolderOfNpy_WithRealTargets()
    {
        using var folder = new TemporaryFolder();
        folder.Write("x.npy", Npy("<f4", "(30, 5)", new byte[600]));
        folder.Write("y.npy", Npy("<f4", "(30, 2)", new byte[240]));

        Dataset data = DatasetCatalog.Open("npy:" + folder.Path, RandomKey.FromSeed(1));

        (data.Classes, data.Train.TargetsEach, data.SampleShape).ShouldBe((0, 2, new Shape(5)));
        folder.Write("y.npy", Npy("<f4", "(31,)", new byte[124]));
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open("npy:" + folder.Path, RandomKey.FromSeed(1))).Message.ShouldContain("do not belong together");
        File.Delete(folder.File("y.npy"));
        Should.Throw<InvalidInputException>(() => DatasetCatalog.Open("npy:" + folder.Path, RandomKey.FromSeed(1))).Message.ShouldContain("but not y.");
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes)
    {
        using Stream stream = zip.CreateEntry(name + ".npy").Open();
        stream.Write(bytes);
    }

    private static byte[] Npy(string type, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }
}
