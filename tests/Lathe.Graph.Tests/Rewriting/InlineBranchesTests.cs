using Lathe.Graph.Editing;
using Lathe.Graph.Rewriting.Passes;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Rewriting;

public class InlineBranchesTests
{
    private readonly TestNet _net = new();

    [Theory]
    [InlineData(true, "Relu")]
    [InlineData(false, "Neg")]
    public void Run_ConstantCondition_LeavesTheBranchTaken(bool condition, string expected)
    {
        string x = _net.Input("x", "N", 4), scaled = _net.Op("Mul", x, _net.Number(2));
        string y = If(_net.Constant("condition", TensorData.Scalar(condition)), Branch("Relu", scaled), Branch("Neg", scaled));

        ModelGraph after = TestNet.RunChecked(new InlineBranches(), _net.Build(y));

        TestNet.OpTypes(after).ShouldContain(expected);
        TestNet.OpTypes(after).ShouldNotContain("If");
    }

    [Fact]
    public void Run_BothBranchesUseOneName_NamesStayApart()
    {
        string x = _net.Input("x", "N", 4), yes = _net.Constant("yes", TensorData.Scalar(true));
        string first = If(yes, Branch("Relu", x), Branch("Neg", x)), second = If(yes, Branch("Abs", first), Branch("Neg", first));

        TestNet.OpTypes(TestNet.RunChecked(new InlineBranches(), _net.Build(second))).ShouldBe(["Relu", "Identity", "Abs", "Identity"]);
    }

    [Fact]
    public void Run_BranchInsideABranch_IsInlinedToo()
    {
        string x = _net.Input("x", "N", 4), yes = _net.Constant("yes", TensorData.Scalar(true));
        var inner = new GraphEditor("outer");
        Node nested = inner.Add("If", [yes], AttributeMap.Empty.With("then_branch", Branch("Relu", x)).With("else_branch", Branch("Neg", x)));
        inner.Outputs.Add(new ValueInfo(nested.Outputs[0], DType.Float32, null));
        ModelGraph outer = inner.ToGraph(allowCaptures: true);

        TestNet.OpTypes(TestNet.RunChecked(new InlineBranches(), _net.Build(If(yes, outer, Branch("Neg", x))))).ShouldNotContain("If");
    }

    [Fact]
    public void Run_ConditionThatShapesDecide_IsSettled()
    {
        string x = _net.Input("x", "N", 4);
        string width = _net.Op("Gather", _net.Op("Shape", x), _net.Constant("last", TensorData.Scalar(1L)));
        string condition = _net.Op("Equal", width, _net.Constant("four", TensorData.Scalar(4L)));

        TestNet.OpTypes(TestNet.RunChecked(new InlineBranches(), _net.Build(If(condition, Branch("Relu", x), Branch("Neg", x))))).ShouldNotContain("If");
    }

    [Fact]
    public void Run_ConditionThatDataDecides_Stays()
    {
        string x = _net.Input("x", "N", 4), condition = _net.Op("Less", _net.Op("ReduceMax", AttributeMap.Empty.With("keepdims", 0L), x), _net.Number(1));

        TestNet.OpTypes(TestNet.RunChecked(new InlineBranches(), _net.Build(If(condition, Branch("Relu", x), Branch("Neg", x))))).ShouldContain("If");
    }

    private string If(string condition, ModelGraph then, ModelGraph otherwise) =>
        _net.Op("If", AttributeMap.Empty.With("then_branch", then).With("else_branch", otherwise), condition);

    // Every branch calls its value the same.
    private static ModelGraph Branch(string opType, string captured)
    {
        var editor = new GraphEditor("branch");
        editor.Add(new Node("node", opType, [captured], ["result"], AttributeMap.Empty));
        editor.Outputs.Add(new ValueInfo("result", DType.Float32, null));
        return editor.ToGraph(allowCaptures: true);
    }
}
