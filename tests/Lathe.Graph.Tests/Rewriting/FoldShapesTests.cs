using Lathe.Graph.Rewriting;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Rewriting;

public class FoldShapesTests
{
    private readonly TestNet _net = new();
    private readonly PassPipeline _pass = new("test", new FoldShapes(), new RemoveDeadNodes());

    [Fact]
    public void Run_ReshapeToBatchAndConstant_KeepsTheBatchOpen()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6, 4));
        string batch = _net.Op("Gather", _net.Op("Shape", x), _net.Constant("zero", TensorData.Integers(0)));
        string shape = _net.Op("Concat", AttributeMap.Empty.With("axis", 0), batch, _net.Integers(24));
        ModelGraph graph = _net.Build(_net.Op("Reshape", x, shape));

        ModelGraph result = TestNet.RunChecked(_pass, graph, batch: 5);

        TestNet.OpTypes(result).ShouldBe(["Relu", "Reshape"]);
        result.Parameters[result.Nodes[1].Inputs[1]].ToIntegers().ShouldBe([0, 24]);
    }

    [Fact]
    public void Run_BatchFoldedIntoAnotherDimension_BecomesMinusOne()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6, 4));
        string batch = _net.Op("Gather", _net.Op("Shape", x), _net.Constant("zero", TensorData.Integers(0)));
        string rows = _net.Op("Mul", batch, _net.Op("Gather", _net.Op("Shape", x), _net.Constant("one", TensorData.Integers(1))));
        string shape = _net.Op("Concat", AttributeMap.Empty.With("axis", 0), rows, _net.Integers(4));

        ModelGraph result = TestNet.RunChecked(_pass, _net.Build(_net.Op("Reshape", x, shape)), batch: 7);

        TestNet.OpTypes(result).ShouldBe(["Relu", "Reshape"]);
        result.Parameters[result.Nodes[1].Inputs[1]].ToIntegers().ShouldBe([-1, 4]);
    }

    [Fact]
    public void Run_ShapeOfWhatDataDecides_StaysComputed()
    {
        string found = _net.Op("NonZero", _net.Input("x", 4, 4));
        ModelGraph graph = _net.Build(_net.Op("Add", _net.Op("Shape", found), _net.Integers(1)));

        _pass.Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_QuotientOfTheBatch_StaysComputed()
    {
        string x = _net.Op("Relu", _net.Input("x", "N", 6));
        string batch = _net.Op("Gather", _net.Op("Shape", x), _net.Constant("zero", TensorData.Integers(0)));
        string quarter = _net.Op("Add", _net.Op("Div", batch, _net.Integers(4)), _net.Integers(1));
        ModelGraph graph = _net.Build(_net.Op("Tile", _net.Input("y", 1), quarter), _net.Op("Exp", x));

        ModelGraph result = TestNet.RunChecked(_pass, graph, batch: 9);

        TestNet.OpTypes(result).ShouldContain("Div");
    }

    [Fact]
    public void Run_FixedInput_FoldsEverything()
    {
        string x = _net.Op("Relu", _net.Input("x", 2, 6));
        string shape = _net.Op("Div", _net.Op("Shape", x), _net.Integers(2));

        ModelGraph result = TestNet.RunChecked(_pass, _net.Build(_net.Op("Expand", _net.Number(3), shape), x));

        TestNet.OpTypes(result).ShouldBe(["Relu", "Expand"], ignoreOrder: true);
    }
}
