using Lathe.Micro.Boards;
using Lathe.Micro.Emulation;
using Lathe.Micro.Kernels;
using Lathe.Micro.Packing;
using Lathe.Runtime;
using Lathe.Runtime.Ops;
using Xunit.Abstractions;

namespace Lathe.Micro.Tests;

public sealed class PackingTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lathe-packing");

    [SkippableTheory]
    [InlineData("mps2-an385")]
    [InlineData("mps2-an386")]
    [InlineData("mps3-an547")]
    public void ForSpeed_EachDensity_TakesWhatIsFasterOnTheBoard(string board)
    {
        Skip.IfNot(Emulator.IsHere, "arm-none-eabi-gcc or qemu-system-arm is not on this machine.");
        Board found = BoardCatalog.Find(board);
        double[] densities = [1, 0.75, 0.5, 0.375, 0.25, 0.125, 0.0625];
        IntegerGraph graph = PackedCases.Side([
            ("plain", PackedCases.Sparse(1)), ("halves", PackedCases.Halves().InRows(WeightPacking.TwoOfFour)!), ("book", PackedCases.Book().InRows(WeightPacking.Codebook)!),
            .. densities.Select(d => ($"blocks-{d}", PackedCases.Sparse(d).InRows(WeightPacking.Blocks)!)),
        ]);

        EmulatedRun run = Emulator.Run([OwnCases.Case(graph)], found, _folder.FullName);

        run.Wrong.ShouldBeEmpty();
        Dictionary<string, long> took = run.Layers.ToDictionary(l => l.Name, l => l.Instructions);
        output.WriteLine($"{board}: {string.Join(", ", took)}");
        foreach (double density in densities)
        {
            bool faster = took[$"blocks-{density}"] < took["plain"], near = Math.Abs((took[$"blocks-{density}"] / (double)took["plain"]) - 1) < 0.1;
            bool smaller = PackedCases.Sparse(density).InRows(WeightPacking.Blocks)!.Packed.Length < PackedCases.Sparse(density).Packed.Length;
            (near || Chosen(PackedCases.Sparse(density), found.Kernels) == (faster && smaller ? WeightPacking.Blocks : WeightPacking.Plain)).ShouldBeTrue($"blocks at {density}: {string.Join(", ", took)}");
        }

        (Chosen(PackedCases.Halves(), found.Kernels) == WeightPacking.TwoOfFour).ShouldBe(took["halves"] < took["plain"]);
        (Chosen(PackedCases.Book(), found.Kernels) == WeightPacking.Codebook).ShouldBe(took["book"] < took["plain"]);
    }

    [Fact]
    public void ForFlash_WeightsOfEveryForm_TakesTheFewestBytes()
    {
        IntegerGraph graph = PackingChoice.ForFlash(PackedCases.Side(("quarter", PackedCases.Sparse(0.25)), ("halves", PackedCases.Halves()), ("book", PackedCases.Book()), ("full", PackedCases.Sparse(1))));

        graph.Ops.Cast<ConvolutionOp>().Select(o => o.Weights.Packing).ShouldBe([WeightPacking.Blocks, WeightPacking.TwoOfFour, WeightPacking.Codebook, WeightPacking.Plain]);
        graph.Ops.Cast<ConvolutionOp>().Select(o => o.Weights.Packed.Length).ShouldBe([64 * (2 + (4 * 5)), 64 * 8 * 5, 64 * (16 + 32), 64 * 64]);
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
