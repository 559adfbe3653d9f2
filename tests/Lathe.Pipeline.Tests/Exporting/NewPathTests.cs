using Lathe.Pipeline.Exporting;

namespace Lathe.Pipeline.Tests.Exporting;

public sealed class NewPathTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lathe-new").FullName;

    [Fact]
    public void Write_NewFile_IsThereWhole()
    {
        string path = Path.Combine(_root, "a");

        NewPath.Write(path, stream => stream.Write([1, 2, 3]));

        File.ReadAllBytes(path).ShouldBe([1, 2, 3]);
        Directory.GetFileSystemEntries(_root).Length.ShouldBe(1);
    }

    [Fact]
    public void Write_ExistingFile_IsLeftAlone()
    {
        string path = Path.Combine(_root, "a");
        File.WriteAllText(path, "mine");

        Should.Throw<InvalidInputException>(() => NewPath.Write(path, stream => stream.WriteByte(1))).Message.ShouldContain("exists already");

        File.ReadAllText(path).ShouldBe("mine");
    }

    [Fact]
    public void Write_Failing_LeavesNothing()
    {
        Should.Throw<InvalidInputException>(() => NewPath.Write(Path.Combine(_root, "a"), _ => throw new IOException("disk full"))).Message.ShouldContain("disk full");

        Directory.GetFileSystemEntries(_root).ShouldBeEmpty();
    }

    [Fact]
    public void Fill_Failing_LeavesNoFolder()
    {
        Should.Throw<InvalidInputException>(() => NewPath.Fill(Path.Combine(_root, "folder"), folder =>
        {
            File.WriteAllText(Path.Combine(folder, "half"), "");
            throw new IOException("disk full");
        }));

        Directory.GetFileSystemEntries(_root).ShouldBeEmpty();
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
