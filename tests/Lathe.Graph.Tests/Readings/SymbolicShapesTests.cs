using Lathe.Graph.Readings;
using Lathe.Tensors;

namespace Lathe.Graph.Tests.Readings;

public class SymbolicShapesTests
{
    [Fact]
    public void Read_Batch_GoesThroughTheGraph()
    {
        var net = new TestNet();
        string x = net.Input("x", "N", 3, 8, 8);
        string conv = net.Op("Conv", TestNet.Ints("pads", 1, 1, 1, 1).With("strides", new[] { 2, 2 }), x, net.Weight("w", 4, 3, 3, 3));
        string flat = net.Op("Flatten", conv), twice = net.Op("Concat", AttributeMap.Empty.With("axis", 0L), flat, flat);
        SymbolicShapes shapes = SymbolicShapes.Read(net.Build(twice));

        shapes.Symbols.ShouldBe(["N"]);
        shapes.Describe(conv).ShouldBe("f32[N, 4, 4, 4]");
        shapes.Describe(flat).ShouldBe("f32[N, 64]");
        shapes.Describe(twice).ShouldBe("f32[2*N, 64]");
        shapes.Describe("w").ShouldBe("f32[4, 3, 3, 3]");
        shapes.Describe("nobody").ShouldBeEmpty();
    }

    [Fact]
    public void Read_SeveralOpenDimensions_AreKeptApart()
    {
        var net = new TestNet();
        string a = net.Input("a", "N", "L", 4), b = net.Input("b", "N", "M", 4);
        string joined = net.Op("Concat", AttributeMap.Empty.With("axis", 1L), a, b);
        string padded = net.Op("Pad", joined, net.Integers(0, 1, 0, 0, 2, 0));
        string halves = net.Op("MaxPool", TestNet.Ints("kernel_shape", 2).With("strides", new[] { 2 }), net.Op("Transpose", TestNet.Ints("perm", 0, 2, 1), padded));
        SymbolicShapes shapes = SymbolicShapes.Read(net.Build(halves));

        shapes.Describe(joined).ShouldBe("f32[N, L + M, 4]");
        shapes.Describe(padded).ShouldBe("f32[N, L + M + 3, 4]");
        shapes.Describe(halves).ShouldBe("f32[N, 4, ?]", "half of an odd length is rounded, which no multiple of it says");
    }

    [Fact]
    public void Read_SizeThatDataDecides_IsUnknown()
    {
        var net = new TestNet();
        string places = net.Op("NonZero", net.Input("x", "N", 3));

        SymbolicShapes.Read(net.Build(places)).Describe(places).ShouldBe("i64[2, ?]");
    }

    [Fact]
    public void Read_NamelessDimensions_AreTheBatchAndThemselves()
    {
        var net = new TestNet();
        string a = net.Input("a", new Dimension(null), new Dimension(null)), b = net.Input("b", new Dimension(null), 2);
        string y = net.Op("MatMul", net.Op("Transpose", a), b);

        SymbolicShapes.Read(net.Build(y)).Describe(y).ShouldBe("f32[a_1, 2]");
    }

    [Fact]
    public void Read_ConstantThatFitsOneBatch_IsNamedRigid()
    {
        var net = new TestNet();
        string y = net.Op("Reshape", net.Input("x", "N", 4), net.Integers(2, 2));
        SymbolicShapes shapes = SymbolicShapes.Read(net.Build(y));

        shapes.Rigid.ShouldBe(["N"]);
        shapes.Describe(y).ShouldBe("f32[2, 2]");
    }

    [Fact]
    public void Read_GraphThatRunsAtNoSize_SaysWhy()
    {
        var net = new TestNet();
        string y = net.Op("Conv", net.Input("x", "N", 3, 8, 8), net.Weight("w", 4, 5, 3, 3));
        ModelGraph graph = net.Build(y);

        Should.Throw<InvalidInputException>(() => SymbolicShapes.Read(graph)).Message.ShouldContain("channels");
    }
}
