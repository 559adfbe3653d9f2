using Lathe.Graph;
using Lathe.Runtime.Memory;
using Lathe.Runtime.Ops;
using Lathe.Runtime.Patches;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Patches;

public class PatchedStageTests
{
    [Theory]
    [InlineData(16, DType.Int8)]
    [InlineData(23, DType.Int8)]
    [InlineData(18, DType.Int16)]
    public void Split_EveryStageAndNumberOfPatches_ComputesTheSameCodes(int rows, DType type)
    {
        IntegerGraph graph = PatchNetworks.Residual(rows, type);
        Dictionary<string, TensorData> input = new() { ["x"] = Codes(graph.Inputs[0]) };
        long[] expected = new IntegerExecutor(graph).Run(input)["y"].ToIntegers();
        expected.Distinct().Count().ShouldBeGreaterThan(1);
        PatchedStage[] stages = [.. PatchedStage.Of(graph)];

        foreach (PatchedStage stage in stages)
        {
            for (int patches = 1; patches <= stage.Output.Shape[1]; patches++)
            {
                IntegerGraph split = stage.Split(patches).Verify();

                new IntegerExecutor(split).Run(input)["y"].ToIntegers().ShouldBe(expected, $"{stage.Length} operations in {patches} patches");
                split.ConstantBytes.ShouldBe(graph.ConstantBytes);
            }
        }

        // Between the table and the sum two values are alive: a stage cannot end there.
        stages.Select(s => s.Output.Name).ShouldBe(["a", "b", "e", "f", "g", "h"]);
    }

    [Fact]
    public void Split_TallImage_NeedsFarLessMemoryAndFewMoreProducts()
    {
        IntegerGraph graph = PatchNetworks.Residual(192);
        PatchedStage stage = PatchedStage.Of(graph).Single(s => s.Output.Name == "f");

        IntegerGraph split = stage.Split(8);

        long input = graph.Inputs[0].Bytes, whole = PeakMemory.Of(graph) - input, patched = PeakMemory.Of(split) - input;
        patched.ShouldBeLessThan(whole / 2);
        split.Macs.ShouldBeInRange(graph.Macs, (long)(graph.Macs * 1.4));
    }

    [Fact]
    public void Of_BatchOfImages_FindsNothing()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(2, 4, 4, 1)), y = x with { Name = "y" };
        var graph = new IntegerGraph { Name = "batch", Inputs = [x], Outputs = [y], Ops = [new LookupOp { Name = "table", Input = x, Output = y, Table = LookupOp.Tabulate(v => v, 1, 0, 1, 0) }] };

        PatchedStage.Of(graph).ShouldBeEmpty();
    }

    [Fact]
    public void Verify_ValueInTwoJoins_IsRefusedWithBothPlaces()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(1, 2, 4, 1)), y = x with { Name = "y" }, a = new("a", DType.Int8, new Shape(1, 4, 4, 1)), b = a with { Name = "b" };
        var table = new LookupOp { Name = "table", Input = x, Output = y, Table = LookupOp.Tabulate(v => v, 1, 0, 1, 0) };
        var graph = new IntegerGraph { Name = "twice", Inputs = [x], Outputs = [a, b], Ops = [table, new RowsJoinOp { Name = "one", Inputs = [y, y], Output = a }] };

        Should.Throw<InvalidInputException>(() => MemoryPlan.Of(graph)).Message.ShouldContain("'y'");
    }

    private static TensorData Codes(IntegerValue value)
    {
        RandomKey key = RandomKey.FromSeed(3);
        return value.Type == DType.Int8
            ? TensorData.From<sbyte>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (sbyte)(key.Below((ulong)i, 256) - 128))], value.Shape)
            : TensorData.From<short>([.. Enumerable.Range(0, value.Shape.Count).Select(i => (short)(key.Below((ulong)i, 4096) - 2048))], value.Shape);
    }
}
