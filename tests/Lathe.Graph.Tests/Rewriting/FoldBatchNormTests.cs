using Lathe.Graph.Rewriting.Passes;

namespace Lathe.Graph.Tests.Rewriting;

public class FoldBatchNormTests
{
    private readonly TestNet _net = new();

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(4, false)]
    public void Run_ConvolutionWithGroups_FoldsExactly(int group, bool bias)
    {
        string x = _net.Input("x", "N", 4, 5, 6), w = _net.Weight("w", 8, 4 / group, 3, 3);
        string[] inputs = bias ? [x, w, _net.Weight("b", 8)] : [x, w];
        string y = _net.BatchNorm(_net.Op("Conv", TestNet.Ints("pads", 1, 1, 1, 1).With("group", group), inputs), "bn", 8);

        ModelGraph folded = TestNet.RunChecked(new FoldBatchNorm(), _net.Build(_net.Op("Relu", y)));

        TestNet.OpTypes(folded).ShouldBe(["Conv", "Relu"]);
        folded.Parameters.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_TransposedConvolution_ScalesTheOutputChannelsOfEachGroup(int group)
    {
        string x = _net.Input("x", "N", 4, 5, 5), w = _net.Weight("w", 4, 3, 2, 2);
        string y = _net.Op("ConvTranspose", TestNet.Ints("strides", 2, 2).With("group", group), x, w);

        ModelGraph folded = TestNet.RunChecked(new FoldBatchNorm(), _net.Build(_net.BatchNorm(y, "bn", 3 * group)));

        TestNet.OpTypes(folded).ShouldBe(["ConvTranspose"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_GemmWithAlphaAndBeta_FoldsExactly(bool transposed)
    {
        string x = _net.Input("x", "N", 6), w = transposed ? _net.Weight("w", 5, 6) : _net.Weight("w", 6, 5), b = _net.Weight("b", 5);
        string y = _net.Op("Gemm", AttributeMap.Empty.With("transB", transposed).With("alpha", 0.5f).With("beta", 2f), x, w, b);

        ModelGraph folded = TestNet.RunChecked(new FoldBatchNorm(), _net.Build(_net.BatchNorm(y, "bn", 5)));

        TestNet.OpTypes(folded).ShouldBe(["Gemm"]);
    }

    [Fact]
    public void Run_OutputOfConvolutionReadTwice_KeepsBoth()
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), _net.Weight("w", 2, 3, 1, 1));
        ModelGraph graph = _net.Build(_net.Op("Add", _net.BatchNorm(y, "bn", 2), y));

        new FoldBatchNorm().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_ConvolutionIsAnOutputItself_KeepsBoth()
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), _net.Weight("w", 2, 3, 1, 1));
        ModelGraph graph = _net.Build(_net.BatchNorm(y, "bn", 2), y);

        new FoldBatchNorm().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_WeightSharedByTwoConvolutions_GivesTheFoldedOneItsOwn()
    {
        string x = _net.Input("x", "N", 3, 4, 4), w = _net.Weight("w", 3, 3, 1, 1);
        string normalised = _net.BatchNorm(_net.Op("Conv", x, w), "bn", 3);

        ModelGraph folded = TestNet.RunChecked(new FoldBatchNorm(), _net.Build(_net.Op("Conv", normalised, w)));

        TestNet.OpTypes(folded).ShouldBe(["Conv", "Conv"]);
        folded.Nodes.Select(n => n.Inputs[1]).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public void Run_NormalisationInTrainingMode_StaysAsItIs()
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), _net.Weight("w", 2, 3, 1, 1));
        string one = _net.Random("s", 1, 2, 2);
        ModelGraph graph = _net.Build(_net.Op("BatchNormalization", AttributeMap.Empty.With("training_mode", 1), y, one, one, one, one));

        new FoldBatchNorm().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_TwoNormalisationsInARow_FoldsBoth()
    {
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), _net.Weight("w", 2, 3, 1, 1));

        ModelGraph folded = TestNet.RunChecked(new FoldBatchNorm(), _net.Build(_net.BatchNorm(_net.BatchNorm(y, "a", 2), "b", 2)));

        TestNet.OpTypes(folded).ShouldBe(["Conv"]);
    }
}
