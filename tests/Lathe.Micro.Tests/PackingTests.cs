using Lathe.Micro.Boards;
using Lathe.Micro.Emulation;
using Lathe.Micro.Kernels;
using Lathe.Micro.Packing;
using Lathe.Runtime;
using Lathe.Runtime.Ops;
using Lathe.Tensors;
using Xunit.Abstractions;

namespace Lathe.Micro.Tests;

public sealed class PackingTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-packing");

    [SkippableTheory]
    [InlineData("mps2-an385", false)]
    [InlineData("mps2-an385", true)]
    [InlineData("mps2-an386", false)]
    [InlineData("mps2-an386", true)]
    [InlineData("mps3-an547", false)]
    [InlineData("mps3-an547", true)]
    public void ForSpeed_EachDensity_TakesWhatIsFasterOnTheBoard(string board, bool window)
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        Board found = BoardCatalog.Find(board);
        Shape? shape = window ? PackedCases.Window : null;
        double[] densities = [1, 0.75, 0.5, 0.375, 0.25, 0.125, 0.0625];
        IntegerGraph graph = PackedCases.Side([
            ("plain", PackedCases.Sparse(1, shape)), ("halves", PackedCases.Halves(shape).InRows(WeightPacking.TwoOfFour)!), ("book", PackedCases.Book(shape).InRows(WeightPacking.Codebook)!),
            .. densities.Select(d => ($"blocks-{d}", PackedCases.Sparse(d, shape).InRows(WeightPacking.Blocks)!)),
        ]);

        EmulatedRun run = Emulator.Run([OwnCases.Case(graph)], found, _folder.FullName);

        run.Wrong.ShouldBeEmpty();
        Dictionary<string, long> took = run.Layers.ToDictionary(l => l.Name, l => l.Instructions);
        output.WriteLine($"{board}: {string.Join(", ", took)}");
        foreach (double density in densities)
        {
            bool faster = took[$"blocks-{density}"] < took["plain"], near = Math.Abs((took[$"blocks-{density}"] / (double)took["plain"]) - 1) < 0.1;
            bool smaller = PackedCases.Sparse(density, shape).InRows(WeightPacking.Blocks)!.Packed.Length < PackedCases.Sparse(density, shape).Packed.Length;
            (near || Chosen(PackedCases.Sparse(density, shape), found.Kernels) == (faster && smaller ? WeightPacking.Blocks : WeightPacking.Plain)).ShouldBeTrue($"blocks at {density}: {string.Join(", ", took)}");
        }

        (Chosen(PackedCases.Halves(shape), found.Kernels) == WeightPacking.TwoOfFour).ShouldBe(took["halves"] < took["plain"]);
        (Chosen(PackedCases.Book(shape), found.Kernels) == WeightPacking.Codebook).ShouldBe(took["book"] < took["plain"]);
    }

    [SkippableTheory]
    [InlineData("mps2-an385")]
    [InlineData("mps2-an386")]
    public void ForSpeed_FullyConnected_TakesWhatIsFasterOnTheBoard(string board)
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        Board found = BoardCatalog.Find(board);
        double[] densities = [0.5, 0.375, 0.25, 0.125, 0.0625];

        EmulatedRun run = Emulator.Run([OwnCases.Case(PackedCases.Dense([("plain", PackedCases.Sparse(1, PackedCases.Rows)), .. densities.Select(d => ($"blocks-{d}", PackedCases.Sparse(d, PackedCases.Rows).InRows(WeightPacking.Blocks)!))]))], found, _folder.FullName);

        run.Wrong.ShouldBeEmpty();
        Dictionary<string, long> took = run.Layers.ToDictionary(l => l.Name, l => l.Instructions);
        output.WriteLine($"{board}, one place: {string.Join(", ", took)}");
        foreach (double density in densities)
        {
            bool near = Math.Abs((took[$"blocks-{density}"] / (double)took["plain"]) - 1) < 0.1;
            WeightPacking chosen = ((WeightedOp)PackingChoice.ForSpeed(PackedCases.Dense(("layer", PackedCases.Sparse(density, PackedCases.Rows))), found.Kernels).Ops[0]).Weights.Packing;
            (near || chosen == (took[$"blocks-{density}"] < took["plain"] ? WeightPacking.Blocks : WeightPacking.Plain)).ShouldBeTrue($"blocks at {density}: {string.Join(", ", took)}");
        }
    }

    [Fact]
    public void ForFlash_WeightsOfEveryForm_TakesTheFewestBytes()
    {
        IntegerGraph graph = PackingChoice.ForFlash(PackedCases.Side(("quarter", PackedCases.Sparse(0.25)), ("halves", PackedCases.Halves()), ("book", PackedCases.Book()), ("full", PackedCases.Sparse(1))));

        graph.Ops.Cast<ConvolutionOp>().Select(o => o.Weights.Packing).ShouldBe([WeightPacking.Blocks, WeightPacking.TwoOfFour, WeightPacking.Codebook, WeightPacking.Plain]);
        graph.Ops.Cast<ConvolutionOp>().Select(o => o.Weights.Packed.Length).ShouldBe([64 * (2 + (4 * 5)), 64 * 8 * 5, 64 * (16 + 32), 64 * 64]);
    }

    [Theory]
    [InlineData(64, WeightPacking.Plain)]
    [InlineData(16, WeightPacking.Codebook)]
    public void Fit_FlashThatIsShort_TakesTheFewestBytes(int kilobytes, WeightPacking expected)
    {
        // Of sixteen weights a row none is faster to read with DSP instructions.
        var limits = new BoardLimits("a board", kilobytes * 1024, 64 * 1024, KernelSet.Dsp);

        ((WeightedOp)limits.Fit(PackedCases.Side(("book", PackedCases.Book(PackedCases.Window)))).Ops[0]).Weights.Packing.ShouldBe(expected);
    }

    [Fact]
    public void InRows_WeightsOfAnotherForm_GivesNothing()
    {
        PackedCases.Sparse(1).InRows(WeightPacking.TwoOfFour).ShouldBeNull();
        PackedCases.Sparse(1).InRows(WeightPacking.Codebook).ShouldBeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static WeightPacking Chosen(IntegerWeights weights, KernelSet kernels) => ((WeightedOp)PackingChoice.ForSpeed(PackedCases.Side(("layer", weights)), kernels).Ops[0]).Weights.Packing;
}
