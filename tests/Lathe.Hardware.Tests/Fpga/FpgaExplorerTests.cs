using Lathe.Hardware.Fpga;

namespace Lathe.Hardware.Tests.Fpga;

public sealed class FpgaExplorerTests
{
    private static readonly FpgaExplorer s_vc707 = new(FpgaBudget.Vc707);

    [Fact]
    public void Explore_AlexNetOnVc707_FindsThePublishedDesign()
    {
        IReadOnlyList<FpgaDesign> designs = s_vc707.Explore(FpgaLayer.AlexNet);

        (designs[0].UnrolledOutputs, designs[0].UnrolledInputs).ShouldBe((64, 7));
        designs[0].Gflops.ShouldBe(61.62, 0.01);
        designs[0].DspBlocks.ShouldBe(2240);
        designs[1].Cycles.ShouldBeGreaterThan(designs[0].Cycles);
        designs.ShouldAllBe(d => d.DspBlocks <= 2240 && d.MemoryBlocks <= 1648);
    }

    [Fact]
    public void AlexNet_Work_IsThatOfThePaper() => (2 * FpgaLayer.AlexNet.Sum(l => l.Macs)).ShouldBe(1_331_569_728);

    [Fact]
    public void Evaluate_ByHand_CountsBlocksWindowsAndRestarts()
    {
        var budget = new FpgaBudget { DspBlocks = 1000, MemoryBlocks = 1000, DspPerMac = 1, Bandwidth = 1e12, Clock = 1e6, PipelineDepth = 10 };
        FpgaDesign design = new FpgaExplorer(budget).Evaluate([new FpgaLayer("c", 10, 20, 8, 8, 3, 1)], 8, 4)!;

        // ceil(20/8) ceil(10/4) = 9 blocks of 9 windows of 64 places and 10 cycles of filling; at 1 MB a cycle loads take nothing.
        design.Cycles.ShouldBe(9 * 9 * (64 + 10), 0.1);
        design.Layers[0].IsMemoryBound.ShouldBeFalse();
    }

    [Fact]
    public void Evaluate_SlowMemory_WaitsForIt()
    {
        FpgaDesign design = new FpgaExplorer(FpgaBudget.Vc707 with { Bandwidth = 1e8 }).Evaluate(FpgaLayer.AlexNet, 64, 7)!;

        design.Layers.ShouldAllBe(l => l.IsMemoryBound);
        design.Gflops.ShouldBeLessThan(20);
    }

    [Fact]
    public void Explore_TooSmallAChip_SaysSo() => Should.Throw<InvalidInputException>(() => new FpgaExplorer(FpgaBudget.Vc707 with { MemoryBlocks = 2 }).Explore(FpgaLayer.AlexNet)).Message.ShouldContain("memory blocks");
}
