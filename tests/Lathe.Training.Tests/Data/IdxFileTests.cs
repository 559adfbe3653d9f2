using System.Buffers.Binary;
using Lathe.Tensors;
using Lathe.Training.Data;

namespace Lathe.Training.Tests.Data;

public class IdxFileTests
{
    [Fact]
    public void Read_WholeFiles_GivesImagesAndLabels()
    {
        using var folder = new TemporaryFolder();
        string images = folder.Write("images", Idx([2, 1, 3], [1, 2, 3, 4, 5, 6])), labels = folder.WriteGzip("labels.gz", Idx([2], [7, 9]));

        (LabelledImages data, Shape shape) = IdxFile.Read(images, labels);

        shape.ShouldBe(new Shape(1, 1, 3));
        data.Pixels.ShouldBe([1, 2, 3, 4, 5, 6]);
        data.Labels.ShouldBe([7, 9]);
    }

    [Theory]
    [InlineData(new uint[] { 0x80000000, 2, 2 }, "cut off")]
    [InlineData(new uint[] { 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF }, "cut off")]
    [InlineData(new uint[] { 65536, 65536, 1 }, "cut off")]
    [InlineData(new uint[] { 3, 1, 3 }, "cut off")]
    [InlineData(new uint[] { 0, 28, 28 }, "empty")]
    [InlineData(new uint[] { 2, 0, 3 }, "empty")]
    public void Read_HostileSizes_AreOneError(uint[] sizes, string expected)
    {
        using var folder = new TemporaryFolder();
        string images = folder.Write("images", Idx(sizes, [1, 2, 3, 4, 5, 6])), labels = folder.Write("labels", Idx([2], [7, 9]));

        InvalidInputException error = Should.Throw<InvalidInputException>(() => IdxFile.Read(images, labels));

        error.Message.ShouldContain(expected);
        error.ExitCode.ShouldBe(2);
    }

    [Fact]
    public void Read_OtherCountOfLabels_NamesBoth()
    {
        using var folder = new TemporaryFolder();
        string images = folder.Write("images", Idx([2, 1, 3], [1, 2, 3, 4, 5, 6])), labels = folder.Write("labels", Idx([3], [7, 9, 1]));

        Should.Throw<InvalidInputException>(() => IdxFile.Read(images, labels)).Message.ShouldContain("2 images, but");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(15)]
    public void Read_CutHeader_IsOneError(int length)
    {
        using var folder = new TemporaryFolder();
        string images = folder.Write("images", Idx([2, 1, 3], [1, 2, 3, 4, 5, 6])[..length]), labels = folder.Write("labels", Idx([2], [7, 9]));

        Should.Throw<InvalidInputException>(() => IdxFile.Read(images, labels)).Message.ShouldContain("is not an IDX file");
    }

    [Fact]
    public void Idx_TestImagesOfAnotherShape_AreRefused()
    {
        using var folder = new TemporaryFolder();
        folder.WriteGzip("train-images-idx3-ubyte.gz", Idx([4, 2, 2], new byte[16]));
        folder.WriteGzip("train-labels-idx1-ubyte.gz", Idx([4], [0, 1, 0, 1]));
        folder.WriteGzip("t10k-images-idx3-ubyte.gz", Idx([2, 2, 3], new byte[12]));
        folder.WriteGzip("t10k-labels-idx1-ubyte.gz", Idx([2], [0, 1]));

        Should.Throw<InvalidInputException>(() => DatasetCatalog.Idx("made-up", folder.Path, RandomKey.FromSeed(1))).Message.ShouldContain("but test images of [1, 2, 3]");
    }

    internal static byte[] Idx(uint[] sizes, byte[] data)
    {
        byte[] bytes = new byte[4 + (4 * sizes.Length) + data.Length];
        (bytes[2], bytes[3]) = (8, (byte)sizes.Length);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        }

        data.CopyTo(bytes, bytes.Length - data.Length);
        return bytes;
    }
}
