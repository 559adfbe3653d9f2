using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Rewriting;

public class RemoveIdentitiesTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Run_ChainOfNodesThatChangeNothing_LeavesTheOthers()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 3, 4, 4));
        x = _net.Op("Identity", x);
        x = _net.Op("Dropout", x);
        x = _net.Op("Cast", AttributeMap.Empty.With("to", 1), x);
        x = _net.Op("Transpose", TestNet.Ints("perm", 0, 1, 2, 3), x);
        x = _net.Op("Pad", x, _net.Integers(0, 0, 0, 0, 0, 0, 0, 0));
        x = _net.Op("Slice", x, _net.Integers(0), _net.Integers(long.MaxValue), _net.Integers(2));
        x = _net.Op("Concat", AttributeMap.Empty.With("axis", 1), x);
        x = _net.Op("Reshape", x, _net.Integers(-1, 3, 4, 4));

        ModelGraph result = TestNet.RunChecked(new RemoveIdentities(), _net.Build(_net.Op("Tanh", x)));

        TestNet.OpTypes(result).ShouldBe(["Relu", "Tanh"]);
    }

    [Fact]
    public void Run_NodesThatChangeSomething_KeepsThem()
    {
        string x = _net.Input("x", "N", 4, 4);
        x = _net.Op("Transpose", TestNet.Ints("perm", 0, 2, 1), x);
        x = _net.Op("Slice", x, _net.Integers(-1), _net.Integers(long.MinValue), _net.Integers(1), _net.Integers(-1));
        x = _net.Op("Reshape", x, _net.Integers(0, 2, 8));
        x = _net.Op("Pad", x, _net.Integers(0, 0, 0, 0, 0, 1));
        ModelGraph graph = _net.Build(x);

        new RemoveIdentities().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_ReshapeThatKeepsTheShapeForOneBatchSizeOnly_KeepsIt()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 4));
        ModelGraph graph = _net.Build(_net.Op("Tanh", _net.Op("Reshape", x, _net.Integers(2, -1))));

        new RemoveIdentities().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_DropoutInGraphForTraining_KeepsIt()
    {
        ModelGraph graph = _net.Build(_net.Op("Tanh", _net.Op("Dropout", _net.Input("x", "N", 4))));

        new RemoveIdentities(keepDropout: true).Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_DropoutWhoseMaskIsRead_KeepsIt()
    {
        Node dropout = _net.Node("Dropout", 2, AttributeMap.Empty, _net.Input("x", "N", 4));
        ModelGraph graph = _net.Build(_net.Op("Tanh", dropout.Outputs[0]), _net.Op("Not", dropout.Outputs[1]));

        new RemoveIdentities().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_IdentityMakesAnOutput_ProducerTakesOverItsName()
    {
        string y = _net.Op("Relu", _net.Input("x", "N", 4));

        ModelGraph result = TestNet.RunChecked(new RemoveIdentities(), _net.Build(_net.Op("Identity", y), _net.Op("Tanh", y)));

        TestNet.OpTypes(result).ShouldBe(["Relu", "Tanh"]);
    }

    [Fact]
    public void Run_OutputsThatCopyAnInputOrEachOther_Stay()
    {
        string x = _net.Input("x", "N", 4), y = _net.Op("Relu", x);
        ModelGraph graph = _net.Build(_net.Op("Identity", x), y, _net.Op("Identity", y));

        ModelGraph result = TestNet.RunChecked(new RemoveIdentities(), graph);

        TestNet.OpTypes(result).ShouldBe(["Identity", "Relu", "Identity"], ignoreOrder: true);
    }

    [Fact]
    public void Run_CastToTheTypeOfAnInput_Goes()
    {
        string x = _net.Input("x", DType.Int64, "N", 4);

        ModelGraph result = TestNet.RunChecked(new RemoveIdentities(), _net.Build(_net.Op("Neg", _net.Op("Cast", AttributeMap.Empty.With("to", 7), x))));

        TestNet.OpTypes(result).ShouldBe(["Neg"]);
    }
}
