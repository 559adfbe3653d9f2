using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Rewriting;

public class FoldConstantsTests
{
    private readonly TestNet _net = new();

    [Fact]
    public void Run_NodesOverConstants_BecomeParameters()
    {
        string w = _net.Op("Transpose", TestNet.Ints("perm", 1, 0), _net.Op("Mul", _net.Weight("w", 5, 4), _net.Number(2)));

        ModelGraph result = TestNet.RunChecked(new FoldConstants(), _net.Build(_net.Op("MatMul", _net.Input("x", "N", 4), w)));

        TestNet.OpTypes(result).ShouldBe(["MatMul"]);
        result.Parameters[w].Shape.ShouldBe(new Shape(4, 5));
    }

    [Fact]
    public void Run_ConstantNode_BecomesParameter()
    {
        string two = _net.Op("Constant", AttributeMap.Empty.With("value_float", 2f));

        ModelGraph result = TestNet.RunChecked(new FoldConstants(), _net.Build(_net.Op("Mul", _net.Input("x", "N", 4), two)));

        TestNet.OpTypes(result).ShouldBe(["Mul"]);
        result.Parameters[two].ToFloats().ShouldBe([2f]);
    }

    [Fact]
    public void Run_QuantizedWeight_StaysQuantized()
    {
        string q = _net.Constant("q", TensorData.From<sbyte>([1, -2, 3, 4], new Shape(2, 2)));
        string w = _net.Op("DequantizeLinear", q, _net.Number(0.5f));
        ModelGraph graph = _net.Build(_net.Op("MatMul", _net.Input("x", "N", 2), w));

        new FoldConstants().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_ResultFarLargerThanItsInputs_StaysComputed()
    {
        string wide = _net.Op("Expand", _net.Number(1), _net.Integers(4096, 4096));
        ModelGraph graph = _net.Build(_net.Op("Add", _net.Input("x", 1, 1), wide));

        new FoldConstants().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_ConstantThatIsAnOutput_StaysMadeByItsNode()
    {
        ModelGraph graph = _net.Build(_net.Op("Exp", _net.Number(1)), _net.Op("Exp", _net.Input("x", "N")));

        new FoldConstants().Run(graph).ShouldBeSameAs(graph);
    }

    [Fact]
    public void Run_TypesTheKernelsRefuse_LeavesTheNode()
    {
        string wide = _net.Constant("d", TensorData.From<double>([1, 2, 3, 4], new Shape(2, 2)));
        ModelGraph graph = _net.Build(_net.Op("Gemm", wide, wide), _net.Op("Cast", AttributeMap.Empty.With("to", 1), _net.Op("Gemm", wide, wide)));

        new FoldConstants().Run(graph).ShouldBeSameAs(graph);
    }
}
