using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class FuseChannelShuffleTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Run_SplitSwapMerge_WritesChannelShuffle()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6, 4, 5));

        ModelGraph result = TestNet.RunChecked(new FuseChannelShuffle(), _net.Build(Shuffle(x, [-1, 3, 2, 4, 5], [0, 2, 1, 3, 4], [-1, 6, 4, 5])));

        TestNet.OpTypes(result).ShouldBe(["Relu", "ChannelShuffle"]);
        result.Nodes[1].Domain.ShouldBe("lathe");
        result.Nodes[1].Attributes.Int("groups", 0).ShouldBe(3);
    }

    [Fact]
    public void Run_PixelsInOneDimension_WritesChannelShuffle()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6, 4, 5));

        ModelGraph result = TestNet.RunChecked(new FuseChannelShuffle(), _net.Build(Shuffle(x, [0, 2, 3, 20], [0, 2, 1, 3], [-1, 6, 4, 5])));

        TestNet.OpTypes(result).ShouldBe(["Relu", "ChannelShuffle"]);
    }

    [Fact]
    public void Run_SplitReachesIntoThePixels_StaysAsItIs()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6, 4, 5));
        ModelGraph graph = _net.Build(Shuffle(x, [-1, 3, 8, 1, 5], [0, 2, 1, 3, 4], [-1, 6, 4, 5]));

        new FuseChannelShuffle().Run(graph).ShouldBeSameAs(graph);
    }

    private string Shuffle(string x, long[] split, long[] order, long[] merge) =>
        _net.Op("Reshape", _net.Op("Transpose", TestNet.Ints("perm", order), _net.Op("Reshape", x, _net.Integers(split))), _net.Integers(merge));
}
