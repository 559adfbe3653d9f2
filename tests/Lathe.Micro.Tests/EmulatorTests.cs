using Lathe.Graph;
using Lathe.Micro.Boards;
using Lathe.Micro.Checking;
using Lathe.Micro.Emulation;
using Lathe.Runtime;
using Lathe.Runtime.Ops;
using Lathe.Runtime.Tests.Patches;
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
        run.ArenaBytes.ShouldBeLessThan(11_000);
        run.StackBytes.ShouldBeInRange(64, 1024);
        run.FlashBytes.ShouldBeInRange(27_000, 36_000);
        run.ProgramFlashBytes.ShouldBeInRange(run.FlashBytes, run.FlashBytes + 2_000);
        run.ProgramRamBytes.ShouldBeInRange(run.ArenaBytes + run.StackBytes, run.ArenaBytes + run.StackBytes + 64);
        run.Instructions.ShouldBeInRange(2_000_000, 30_000_000);
    }

    [SkippableTheory]
    [InlineData("mps2-an386", 2.5, 1.8)]
    [InlineData("mps3-an547", 8, 4)]
    public void Run_KeywordNetwork_TakesAFractionOfPortableInstructions(string board, double convolution, double depthwise)
    {
        Require();
        CheckCase[] cases = [CasesInC.Case(VectorSet.All["ds_cnn_s"])];
        EmulatedRun portable = Emulator.Run(cases, BoardCatalog.Find("mps2-an385"), _folder.CreateSubdirectory("portable").FullName);

        EmulatedRun run = Emulator.Run(cases, BoardCatalog.Find(board), _folder.CreateSubdirectory("own").FullName);

        foreach ((EmulatedLayer before, EmulatedLayer after, IIntegerOp op) in portable.Layers.Zip(run.Layers, cases[0].Graph.Ops.Where(o => !o.IsView)))
        {
            double wanted = op switch { ConvolutionOp => convolution, DepthwiseConvolutionOp => depthwise, _ => 0 };
            (before.Instructions / (double)after.Instructions).ShouldBeGreaterThan(wanted, after.Name);
        }
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

    // Each brings the header of its instructions, whatever else is in the program.
    [SkippableTheory]
    [InlineData("mps2-an386", "grouped-once")]
    [InlineData("mps2-an386", "depthwise-many")]
    [InlineData("mps3-an547", "grouped-once")]
    [InlineData("mps3-an547", "pixels-strided")]
    [InlineData("mps3-an547", "depthwise-many")]
    public void Run_OneLayerByItself_IsBitExact(string board, string layer)
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");

        Emulator.Run([OwnCases.All[layer]], BoardCatalog.Find(board), _folder.FullName).Wrong.ShouldBeEmpty();
    }

    [SkippableTheory]
    [InlineData("mps2-an386")]
    [InlineData("mps3-an547")]
    public void Lines_FloatsOnAFloatUnit_AreBitExact(string board)
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        CheckCase[] cases = [.. FloatCases.All.Values];

        (_, string[] lines) = Emulator.Lines(cases, BoardCatalog.Find(board), _folder.FullName);

        lines.Where(l => l.StartsWith("wrong", StringComparison.Ordinal)).ShouldBeEmpty();
        lines.Count(l => l.StartsWith("ok ", StringComparison.Ordinal)).ShouldBe(cases.Length);
    }

    [SkippableFact]
    public void Run_FloatLayer_IsBitExactWithoutAUnitAndFasterWithOne()
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        CheckCase[] cases = [FloatCases.All["float-conv"]];

        EmulatedRun soft = Emulator.Run(cases, BoardCatalog.Find("mps2-an385"), _folder.CreateSubdirectory("soft").FullName);
        EmulatedRun hard = Emulator.Run(cases, BoardCatalog.Find("mps2-an386"), _folder.CreateSubdirectory("hard").FullName);

        (soft.Right, hard.Right).ShouldBe((1, 1));
        hard.Instructions.ShouldBeLessThan(soft.Instructions / 4);
    }

    [SkippableFact]
    public void Run_NetworkTooLarge_SaysByHowMuch()
    {
        Require();

        string message = Should.Throw<InvalidInputException>(() => Emulator.Run([OwnCases.Case(PatchNetworks.Residual(1200))], BoardCatalog.Find("microbit"), _folder.FullName)).Message;

        message.ShouldContain("does not fit microbit");
    }

    [SkippableFact]
    public void Run_OneExpectationWrong_SaysWhichInputAndWhere()
    {
        Require();
        CheckCase right = CasesInC.Case(VectorSet.All["ds_cnn_s"]);
        string output = right.Graph.Outputs[0].Name;
        sbyte[] codes = right.Expected[output].AsSpan<sbyte>().ToArray();
        codes[3]++;
        CheckCase wrong = right with { Expected = new Dictionary<string, TensorData> { [output] = TensorData.From<sbyte>(codes, right.Expected[output].Shape) } };

        EmulatedRun run = Emulator.Run([right, wrong], BoardCatalog.Find("mps2-an386"), _folder.FullName);

        run.Right.ShouldBe(1);
        run.Wrong.ShouldHaveSingleItem().ShouldStartWith("input 1: ");
        run.Wrong[0].ShouldContain(" at 3, the reference says ");
    }

    [Theory]
    [InlineData("nucleo-l4r5zi", "mps2-an386", "cortex-m4")]
    [InlineData("stm32u575", "mps2-an505", "cortex-m33")]
    [InlineData("rp2040", "mps2-an385", "cortex-m0plus")]
    [InlineData("mps2-an500", "mps2-an500", "cortex-m7")]
    [InlineData("nvidia-t4", null, null)]
    public void Emulating_Device_IsABoardWithItsCore(string device, string? board, string? core)
    {
        Board? found = BoardCatalog.Emulating(device);

        found?.Name.ShouldBe(board);
        found?.Core.ShouldBe(core);
        (found is null).ShouldBe(board is null);
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
