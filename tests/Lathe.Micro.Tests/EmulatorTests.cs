using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Emulation;
using Lathe.Runtime.Tests.Vectors;

namespace Lathe.Micro.Tests;

public sealed class EmulatorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-emulator");

    [SkippableTheory]
    [InlineData("mps2-an385")]
    [InlineData("mps2-an386")]
    [InlineData("mps3-an547")]
    public void Run_KeywordNetwork_IsBitExactAndMeasured(string board)
    {
        Require();

        EmulatedRun run = Emulator.Run([CasesInC.Case(VectorSet.All["ds_cnn_s"])], BoardCatalog.Find(board), _folder.FullName);

        run.Wrong.ShouldBeEmpty();
        run.Right.ShouldBe(1);
        run.Layers.Length.ShouldBe(12);
        run.ArenaBytes.ShouldBe(16_000);
        run.StackBytes.ShouldBeInRange(64, 1024);
        run.FlashBytes.ShouldBeInRange(27_000, 36_000);
        run.Instructions.ShouldBeInRange(5_000_000, 60_000_000);
    }

    [SkippableTheory]
    [InlineData("mps2-an386")]
    [InlineData("mps3-an547")]
    public void Lines_PublishedVectors_AreBitExact(string board)
    {
        Require();
        CheckCase[] cases = [.. OwnCases.All.Values, .. VectorSet.All.Values.Where(s => s.Name != "ds_cnn_s").Select(CasesInC.Case)];

        (_, string[] lines) = Emulator.Lines(cases, BoardCatalog.Find(board), _folder.FullName);

        lines.Where(l => l.StartsWith("wrong", StringComparison.Ordinal)).ShouldBeEmpty();
        lines.Count(l => l.StartsWith("ok ", StringComparison.Ordinal)).ShouldBe(cases.Length);
    }

    [SkippableFact]
    public void Run_NetworkTooLarge_SaysByHowMuch()
    {
        Require();

        string message = Should.Throw<InvalidInputException>(() => Emulator.Run([CasesInC.Case(VectorSet.All["ds_cnn_s"])], BoardCatalog.Find("microbit"), _folder.FullName)).Message;

        message.ShouldContain("does not fit microbit");
    }

    [Fact]
    public void Find_UnknownBoard_NamesThoseThereAre() => Should.Throw<InvalidInputException>(() => BoardCatalog.Find("arduino")).Message.ShouldContain("mps2-an386");

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Require()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine (Debian: gcc-arm-none-eabi, qemu-system-arm).");
        Skip.IfNot(CasesInC.IsHere, "No test data: set LATHE_TEST_DATA to the folder that holds golden/cmsis-nn-vectors.json.gz.");
    }
}
