using Lathe.Graph;
using Lathe.Runtime.Arithmetic;
using Lathe.Runtime.Ops;
using Lathe.Tensors;

namespace Lathe.Runtime.Tests.Ops;

public class OpTests
{
    [Fact]
    public void Concat_LastDimension_InterleavesRows()
    {
        IntegerValue a = new("a", DType.Int8, new Shape(2, 1)), b = new("b", DType.Int8, new Shape(2, 2)), y = new("y", DType.Int8, new Shape(2, 3));

        sbyte[] result = Run(new ConcatOp { Name = "c", Inputs = [a, b], Output = y, Axis = 1 }, ("a", [1, 2]), ("b", [3, 4, 5, 6]));

        result.ShouldBe([1, 3, 4, 2, 5, 6]);
    }

    [Fact]
    public void ArgMax_EqualCodes_GivesTheFirst()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(2, 3)), y = new("y", DType.Int16, new Shape(2));
        var executor = new IntegerExecutor(new IntegerGraph { Name = "g", Inputs = [x], Outputs = [y], Ops = [new ArgMaxOp { Name = "a", Input = x, Output = y }] });

        executor.Run(new Dictionary<string, TensorData> { ["x"] = TensorData.From<sbyte>([1, 5, 5, -3, -9, -2], x.Shape) })["y"].ToIntegers().ShouldBe([1, 2]);
    }

    [Fact]
    public void Lookup_Tanh_IsTheFunctionRounded()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(3)), y = new("y", DType.Int8, new Shape(3));
        var op = new LookupOp { Name = "l", Input = x, Output = y, Table = LookupOp.Tabulate(Math.Tanh, 0.1, 0, 1 / 128.0, 0) };

        Run(op, ("x", [-128, 0, 10])).ShouldBe([-128, 0, 97]);
    }

    [Fact]
    public void Add_DifferentScales_AddsRealValues()
    {
        // 0.5 (a - 3) + 0.25 b in steps of 1.
        IntegerValue a = new("a", DType.Int8, new Shape(3)), b = new("b", DType.Int8, new Shape(3)), y = new("y", DType.Int8, new Shape(3));
        var op = new AddOp
        {
            Name = "add", Left = a, Right = b, Output = y, LeftOffset = -3, Headroom = 20,
            LeftFactor = FixedPointMultiplier.From(0.5), RightFactor = FixedPointMultiplier.From(0.25),
            Requantization = new Requantization { Factors = [FixedPointMultiplier.From(1.0 / (1 << 20))] },
        };

        Run(op, ("a", [3, 23, 13]), ("b", [40, -40, 8])).ShouldBe([10, 0, 7]);
    }

    [Fact]
    public void FullyConnected_SingleRounding_IsAnOption()
    {
        IntegerValue x = new("x", DType.Int8, new Shape(1, 1)), y = new("y", DType.Int8, new Shape(1, 1));
        sbyte Through(RequantizationRounding rounding) => Run(
            new FullyConnectedOp
            {
                Name = "f", Input = x, Output = y, Weights = IntegerWeights.Of([1], new Shape(1, 1)),
                Requantization = new Requantization { Factors = [new FixedPointMultiplier(3 << 29, -1)], Rounding = rounding },
            },
            ("x", [1]))[0];

        Through(RequantizationRounding.Double).ShouldBe((sbyte)1);
        Through(RequantizationRounding.Single).ShouldBe((sbyte)0);
    }

    [Fact]
    public void Pad_SixteenBits_WritesTheWholeCode()
    {
        IntegerValue x = new("x", DType.Int16, new Shape(1)), y = new("y", DType.Int16, new Shape(3));
        var op = new PadOp { Name = "p", Input = x, Output = y, Before = [1], Code = -300 };
        var executor = new IntegerExecutor(new IntegerGraph { Name = "g", Inputs = [x], Outputs = [y], Ops = [op] });

        executor.Run(new Dictionary<string, TensorData> { ["x"] = TensorData.From<short>([7], x.Shape) })["y"].ToIntegers().ShouldBe([-300, 7, -300]);
    }

    [Fact]
    public void Weights_FourBits_AreSignedAndLowerHalfFirst() =>
        IntegerWeights.FromPacked([0x8F, 0x07], new Shape(3), 4).Codes.ToArray().ShouldBe([-1, -8, 7]);

    private static sbyte[] Run(IIntegerOp op, params (string Name, sbyte[] Codes)[] inputs)
    {
        var executor = new IntegerExecutor(new IntegerGraph { Name = "g", Inputs = op.Inputs, Outputs = [op.Output], Ops = [op] });
        return executor.Run(inputs.ToDictionary(i => i.Name, i => TensorData.From<sbyte>(i.Codes, new Shape(i.Codes.Length))))[op.Output.Name].AsSpan<sbyte>().ToArray();
    }
}
