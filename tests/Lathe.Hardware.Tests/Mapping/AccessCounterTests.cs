using Lathe.Hardware.Mapping;
using Lathe.Tensors;

namespace Lathe.Hardware.Tests.Mapping;

public sealed class AccessCounterTests
{
    // Convolutions with last blocks, strides and dilation; depthwise; products. Layouts at random: every count against a walk with sets.
    [Theory]
    [MemberData(nameof(Nests))]
    public void Counts_RandomLayouts_AreThoseOfAWalk(LoopNest nest, int seed)
    {
        var counter = new AccessCounter(nest);
        for (int i = 0; i < 8; i++)
        {
            LoopMapping mapping = Layout(nest, new RandomKey((ulong)((seed * 100) + i)));
            var walk = new LoopWalk(mapping);
            int[][] tiles = [.. mapping.Tiles];
            LoopDimension[][] orders = [.. mapping.Orders];
            for (int level = 1; level <= 2; level++)
            {
                counter.Border(tiles, orders, level).ShouldBe(walk.Border(level), mapping.Describe(Machines.Small()));
            }

            Traffic elements = counter.Elements(tiles, orders, mapping.Unrolling());
            (elements.Inputs, elements.Weights, elements.Sums).ShouldBe(walk.Elements(), mapping.Describe(Machines.Small()));
            counter.Steps(tiles[0], mapping.Unrolling()).ShouldBe(walk.Steps());
        }
    }

    // A product [4, 6] x [6, 8] with blocks of 2 x 3 x 4 in a buffer, sums kept while the depth is walked: by hand.
    [Fact]
    public void Border_SumsStayingInTheBuffer_ReadsOperandsOncePerBlockOfOutputs()
    {
        var nest = LoopNest.Product(4, 8, 6);
        int[] block = [1, 1, 4, 3, 2, 1, 1, 1];
        var counter = new AccessCounter(nest);

        Traffic sums = counter.Border([block, block, nest.Sizes()], [LoopOrders.Keeping(Operand.Outputs)[0]], 1);
        Traffic weights = counter.Border([block, block, nest.Sizes()], [LoopOrders.Keeping(Operand.Weights)[0]], 1);

        // 24 inputs for each of two blocks of columns; 48 weights for each of two blocks of rows; 32 outputs once, or twice and once back.
        sums.ShouldBe(new Traffic(48, 96, 32, 0));
        weights.ShouldBe(new Traffic(48, 48, 64, 32));
    }

    // The published SRAM counts of SCALE-Sim for [256, 256] x [256, 128] on 32 x 32 are those of three mappings.
    [Theory]
    [InlineData(Operand.Outputs, LoopDimension.OutputRow, LoopDimension.OutputChannel, 262144, 262144, 32768)]
    [InlineData(Operand.Weights, LoopDimension.InputChannel, LoopDimension.OutputChannel, 262144, 32768, 262144)]
    [InlineData(Operand.Inputs, LoopDimension.InputChannel, LoopDimension.OutputRow, 65536, 262144, 262144)]
    public void Border_SystolicDataflow_IsThePublishedCount(Operand stays, LoopDimension rows, LoopDimension columns, double inputs, double weights, double sums)
    {
        var nest = LoopNest.Product(256, 128, 256);
        int[] own = [.. Enumerable.Repeat(1, LoopNest.Dimensions)], array = [.. own];
        (array[(int)rows], array[(int)columns]) = (32, 32);

        Traffic traffic = new AccessCounter(nest).Border([own, array, nest.Sizes()], [LoopOrders.Keeping(stays)[0]], 1);

        (traffic.Inputs, traffic.Weights, traffic.Sums).ShouldBe((inputs, weights, sums));
    }

    public static TheoryData<LoopNest, int> Nests() => new()
    {
        { new LoopNest(1, 1, 3, 2, 5, 4, 3, 2), 1 },
        { new LoopNest(2, 1, 2, 2, 4, 3, 3, 2) { Stride = (2, 1) }, 2 },
        { new LoopNest(1, 1, 2, 3, 5, 5, 1, 1) { Stride = (2, 2) }, 3 },
        { new LoopNest(1, 3, 1, 1, 4, 5, 3, 3), 4 },
        { new LoopNest(1, 2, 3, 2, 6, 1, 3, 1) { Dilation = (2, 1) }, 5 },
        { LoopNest.Product(7, 5, 6), 6 },
        { new LoopNest(1, 1, 5, 2, 7, 3, 2, 2) { Stride = (3, 2) }, 7 },
    };

    private static LoopMapping Layout(LoopNest nest, RandomKey key)
    {
        int[] sizes = nest.Sizes();
        ulong draw = 0;
        int Draw(int most) => 1 + (int)key.Below(draw++, most);
        int[] own = [.. sizes.Select(s => Draw(s))];
        var rows = new List<(LoopDimension, int)>();
        var columns = new List<(LoopDimension, int)>();
        foreach (List<(LoopDimension, int)> side in new[] { rows, columns })
        {
            var loop = (LoopDimension)(Draw(8) - 1);
            side.Add((loop, Math.Min(sizes[(int)loop], Draw(3))));
        }

        int[] factors = new LoopMapping(nest, rows, columns, [], []).Unrolling(), together = [.. own.Select((t, d) => Math.Min(sizes[d], t * factors[d]))];
        int[] buffered = [.. together.Select((t, d) => Math.Min(sizes[d], t * Draw(3)))];
        LoopDimension[] Order() => [.. Enum.GetValues<LoopDimension>().OrderBy(_ => Draw(1 << 20))];
        return new LoopMapping(nest, rows, columns, [own, together, buffered, sizes], [Order(), Order()]);
    }
}
