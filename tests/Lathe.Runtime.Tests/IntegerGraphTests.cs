using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests;

public class IntegerGraphTests
{
    [Fact]
    public void Verify_UnsoundGraph_ListsEverything()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(1, 4)), y = new("y", DType.Int8, new Shape(1, 3)), lost = new("lost", DType.Int8, new Shape(2));
        var dense = new FullyConnectedOp
        {
            Name = "dense", Input = x, Output = y, Weights = IntegerWeights.Of(new sbyte[10], new Shape(2, 5)),
            Requantization = new Requantization { Factors = [FixedPointMultiplier.From(1)] },
        };
        var copy = new ReshapeOp { Name = "copy", Input = lost, Output = y };
        var graph = new IntegerGraph { Name = "bad", Inputs = [x], Outputs = [lost], Ops = [dense, copy] };

        string message = Should.Throw<InvalidInputException>(() => new IntegerExecutor(graph)).Message;

        message.ShouldContain("'dense': has weights [2, 5]");
        message.ShouldContain("'copy' reads 'lost' i8[2], which nothing before it makes.");
        message.ShouldContain("'y' i8[1, 3] is made a second time");
        message.ShouldContain("The output 'lost' i8[2] is made by no operation.");
    }

    [Fact]
    public void Run_WrongInput_IsRefusedByName()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(2)), y = new("y", DType.Int8, new Shape(2));
        var executor = new IntegerExecutor(new IntegerGraph { Name = "g", Inputs = [x], Outputs = [y], Ops = [new ReshapeOp { Name = "r", Input = x, Output = y }] });

        Should.Throw<InvalidInputException>(() => executor.Run(new Dictionary<string, TensorData>())).Message.ShouldContain("needs 'x' i8[2], but was given nothing");
        Should.Throw<InvalidInputException>(() => executor.Run(new Dictionary<string, TensorData> { ["x"] = TensorData.From<short>([1, 2], x.Shape) }))
            .Message.ShouldContain("i16[2]");
    }
}
