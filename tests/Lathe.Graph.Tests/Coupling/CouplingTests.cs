using Lathe.Graph.Coupling;

namespace Lathe.Graph.Tests.Coupling;

/// <summary>Which channels go together, op by op: a label is a class of indices that are removed as one.</summary>
public class CouplingTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Convolutions_InARow_TieOutputRowsToInputColumns()
    {
        string w1 = _net.Weight("w1", 6, 3, 1, 1), w2 = _net.Weight("w2", 4, 6, 1, 1);
        string y = _net.Op("Conv", _net.Op("Relu", _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w1)), w2);

        ChannelLabels labels = Labels(y);

        for (int c = 0; c < 6; c++)
        {
            labels.Of(w2, 1, c).ShouldBe(labels.Of(w1, 0, c));
            labels.IsPinned(labels.Of(w1, 0, c)).ShouldBeFalse();
        }

        labels.Of(w1, 0, 0).ShouldNotBe(labels.Of(w1, 0, 1));
    }

    [Fact]
    public void InputsAndOutputs_KeepTheirShapes()
    {
        string w = _net.Weight("w", 4, 3, 1, 1);

        ChannelLabels labels = Labels(_net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w));

        labels.IsPinned(labels.Of(w, 0, 1)).ShouldBeTrue();
        labels.IsPinned(labels.Of(w, 1, 2)).ShouldBeTrue();
    }

    [Fact]
    public void RecurrentLayer_WithStatesAndPeepholes_LosesHiddenUnitsInAllOfThem()
    {
        string w = _net.Weight("w", 1, 12, 4), r = _net.Weight("r", 1, 12, 3), h = _net.Weight("h", 1, 2, 3), c = _net.Weight("c", 1, 2, 3), p = _net.Weight("p", 1, 9);
        string y = _net.Op("LSTM", AttributeMap.Empty.With("hidden_size", 3L), _net.Input("x", 5, 2, 4), w, r, "", "", h, c, p);
        string last = _net.Op("ReduceMean", TestNet.Ints("axes", 3), y);

        ChannelLabels labels = Labels(last);

        for (int unit = 0; unit < 3; unit++)
        {
            int label = labels.Of(r, 2, unit);
            new[] { labels.Of(h, 2, unit), labels.Of(c, 2, unit), labels.Of(p, 1, unit), labels.Of(p, 1, 6 + unit), labels.Of(w, 1, 9 + unit) }.ShouldAllBe(l => l == label);
            labels.IsPinned(label).ShouldBeFalse();
        }
    }

    [Fact]
    public void Residual_TiesBothBranchesAndTheirNormalisations()
    {
        string x = _net.Input("x", "N", 3, 4, 4), w1 = _net.Weight("w1", 5, 3, 1, 1), w2 = _net.Weight("w2", 5, 3, 3, 3);
        string left = _net.BatchNorm(_net.Op("Conv", x, w1), "bn", 5), right = _net.Op("Conv", TestNet.Ints("pads", 1, 1, 1, 1), x, w2);

        ChannelLabels labels = Labels(Head(_net.Op("Add", left, right), 5));

        labels.Of(w2, 0, 3).ShouldBe(labels.Of(w1, 0, 3));
        labels.Of("bn/variance", 0, 3).ShouldBe(labels.Of(w1, 0, 3));
    }

    [Fact]
    public void Depthwise_TiesEachChannelToItsFilter()
    {
        string w1 = _net.Weight("w1", 4, 3, 1, 1), depthwise = _net.Weight("dw", 8, 1, 3, 3);
        string y = _net.Op("Conv", AttributeMap.Empty.With("group", 4), _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w1), depthwise);

        ChannelLabels labels = Labels(Head(y, 8));

        labels.Of(depthwise, 0, 6).ShouldBe(labels.Of(w1, 0, 3));
        labels.Of(depthwise, 0, 7).ShouldBe(labels.Of(w1, 0, 3));
        labels.Of(depthwise, 0, 5).ShouldBe(labels.Of(w1, 0, 2));
    }

    [Fact]
    public void GroupedConvolution_LosesTheSamePlaceOfEveryGroup()
    {
        string w1 = _net.Weight("w1", 6, 3, 1, 1), grouped = _net.Weight("gw", 4, 3, 1, 1);
        string y = _net.Op("Conv", AttributeMap.Empty.With("group", 2), _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w1), grouped);

        ChannelLabels labels = Labels(Head(y, 4));

        labels.Of(w1, 0, 4).ShouldBe(labels.Of(w1, 0, 1));
        labels.Of(grouped, 1, 1).ShouldBe(labels.Of(w1, 0, 1));
        labels.Of(grouped, 0, 2).ShouldBe(labels.Of(grouped, 0, 0));
        labels.Of(w1, 0, 0).ShouldNotBe(labels.Of(w1, 0, 1));
    }

    [Fact]
    public void Flatten_TiesAChannelToItsWholePlane()
    {
        string w = _net.Weight("w", 5, 3, 1, 1), dense = _net.Weight("dense", 2, 20);
        string flat = _net.Op("Flatten", _net.Op("Conv", _net.Input("x", "N", 3, 2, 2), w));

        ChannelLabels labels = Labels(_net.Op("Gemm", AttributeMap.Empty.With("transB", 1), flat, dense));

        Enumerable.Range(8, 4).ShouldAllBe(i => labels.Of(dense, 1, i) == labels.Of(w, 0, 2));
        labels.Of(dense, 1, 12).ShouldBe(labels.Of(w, 0, 3));
    }

    [Fact]
    public void Concat_ShiftsTheSecondBranch()
    {
        string x = _net.Input("x", "N", 3, 4, 4), w1 = _net.Weight("w1", 2, 3, 1, 1), w2 = _net.Weight("w2", 3, 3, 1, 1), w3 = _net.Weight("w3", 4, 5, 1, 1);
        string joined = _net.Op("Concat", AttributeMap.Empty.With("axis", 1), _net.Op("Conv", x, w1), _net.Op("Conv", x, w2));

        ChannelLabels labels = Labels(_net.Op("Conv", joined, w3));

        labels.Of(w3, 1, 1).ShouldBe(labels.Of(w1, 0, 1));
        labels.Of(w3, 1, 2).ShouldBe(labels.Of(w2, 0, 0));
    }

    [Fact]
    public void Split_WithSizes_TiesEachPart()
    {
        string w = _net.Weight("w", 5, 3, 1, 1), w2 = _net.Weight("w2", 2, 3, 1, 1);
        Node split = _net.Node("Split", 2, AttributeMap.Empty.With("axis", 1), _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w), _net.Integers(2, 3));

        ChannelLabels labels = Labels(_net.Op("Conv", split.Outputs[1], w2), Head(split.Outputs[0], 2));

        labels.Of(w2, 1, 0).ShouldBe(labels.Of(w, 0, 2));
        labels.IsPinned(labels.Of(w, 0, 2)).ShouldBeFalse();
    }

    [Fact]
    public void ChannelShuffle_FollowsEachChannelToItsPlace()
    {
        string w = _net.Weight("w", 6, 3, 1, 1), w2 = _net.Weight("w2", 2, 6, 1, 1);
        string shuffled = _net.Op("lathe.ChannelShuffle", AttributeMap.Empty.With("groups", 2), _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w));

        ChannelLabels labels = Labels(_net.Op("Conv", shuffled, w2));

        labels.Of(w2, 1, 3).ShouldBe(labels.Of(w, 0, 4));
        labels.Of(w, 0, 1).ShouldBe(labels.Of(w, 0, 4));
        labels.Of(w, 0, 0).ShouldNotBe(labels.Of(w, 0, 1));
    }

    [Fact]
    public void SplitIntoHeads_GoesByWholeHeads()
    {
        string w = _net.Weight("w", 8, 12);
        string heads = _net.Op("Reshape", _net.Op("MatMul", _net.Input("x", "N", 5, 8), w), _net.Integers(0, 5, 3, 4));
        string y = _net.Op("Reshape", _net.Op("Transpose", TestNet.Ints("perm", 0, 2, 1, 3), _net.Op("Transpose", TestNet.Ints("perm", 0, 2, 1, 3), heads)), _net.Integers(0, 5, 12));

        ChannelLabels labels = Labels(_net.Op("MatMul", y, _net.Weight("out", 12, 8)));

        Enumerable.Range(4, 4).ShouldAllBe(i => labels.Of(w, 1, i) == labels.Of(w, 1, 4));
        labels.Of("out", 0, 6).ShouldBe(labels.Of(w, 1, 4));
        labels.Of(w, 1, 0).ShouldNotBe(labels.Of(w, 1, 4));
        labels.IsPinned(labels.Of(w, 1, 4)).ShouldBeFalse();
    }

    [Fact]
    public void SqueezeAndExcitation_TiesTheGateToItsChannels()
    {
        string w = _net.Weight("w", 4, 3, 1, 1), gate = _net.Weight("gate", 4, 4, 1, 1);
        string y = _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w);
        string scaled = _net.Op("Mul", y, _net.Op("Sigmoid", _net.Op("Conv", _net.Op("GlobalAveragePool", y), gate)));

        ChannelLabels labels = Labels(Head(scaled, 4));

        labels.Of(gate, 0, 2).ShouldBe(labels.Of(w, 0, 2));
        labels.Of(gate, 1, 2).ShouldBe(labels.Of(w, 0, 2));
    }

    [Fact]
    public void OperatorThatDeclaresNothing_KeepsItsInputs()
    {
        string w = _net.Weight("w", 4, 3, 1, 1);

        ChannelLabels labels = Labels(Head(_net.Op("CumSum", _net.Op("Conv", _net.Input("x", "N", 3, 4, 4), w), _net.Constant("axis", TensorData.Scalar(1L))), 4));

        labels.IsPinned(labels.Of(w, 0, 0)).ShouldBeTrue();
    }

    private string Head(string y, int channels) => _net.Op("Conv", y, _net.Weight("head" + channels, 2, channels, 1, 1));

    private ChannelLabels Labels(params string[] outputs) => DependencyGraph.Build(_net.Build(outputs)).Labels;
}
